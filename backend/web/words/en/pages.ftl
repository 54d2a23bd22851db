# Pages for browsers, where a link or a card leads without the app.
page-of-server = The app with which neighbours here share rooms, help and groups talks to this server. There is nothing else to see in a browser.
page-of-contract = For whoever builds such an app: the contract
page-of-invitation-title = A neighbour invites you
page-of-invitation = Open this link on the phone on which you have your neighbourhood’s app, or type the code where the app asks for an invitation. It works once.
page-of-group-title = You are asked into a group
page-of-group = Open this link, or scan the card, with your neighbourhood’s app. It shows who they are and what they do before you say yes.
page-of-space-title = A space that neighbours share
page-of-space = Scan this card with your neighbourhood’s app while you stand in the room. If it was booked and nobody came, whoever booked is asked, and without an answer within ten minutes it is free.
page-shows-code = If the app asks for a code, it is this:
