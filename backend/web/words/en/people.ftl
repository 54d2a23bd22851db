# One sentence for each code. Plain words; say what to do next.

## Coming
code-not-right = That code is not right, or its time is over. Please look again, or ask for a new one.
too-many-codes = Several codes were sent already. Please look through your mail, or come back in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
  }.
email-not-valid = That does not look like an e-mail address. Please check it.
email-sign-in-off = This server cannot send mail. A neighbour who is here already can invite you.
email-not-free = That address belongs to another account. Sign in with it to use that account.
invitation-not-right = This invitation is not right, was used already, or its time is over. Please ask for a new one.
firebase-sign-in-off = This server takes no sign-in from Firebase. Please use another way.
firebase-token-not-valid = That sign-in does not hold any more. Please sign in again.
firebase-away = The sign-in cannot be checked just now. Please try again in a moment.
refresh-token-not-valid = You are signed out on this phone. Please sign in again.
refresh-token-reused = This phone's sign-in was used twice, so we ended it to be safe. Please sign in again.
new-neighbour = New neighbour

## Being here
person-not-found = Nobody is here under this address, or not any more.
session-not-found = None of your phones is signed in under this address.

## Inviting
invitation-not-found = None of your invitations is at this address.
invitation-not-open = This invitation was used, or its time is over. Please make a new one.
too-many-invitations = That is enough invitations for a day; { $most } can be made. Please come back tomorrow.
invitation-open = Ready to be used, once, until { $until }.
invitation-used = Used. Somebody came in with it.
invitation-expired = Its time is over. Nobody came in with it.

## Mail
mail-sign-in-subject = Your code is { $code }
mail-sign-in-body =
    Hello,

    your code for signing in is { $code }. It holds for { $minutes } minutes.

    If you did not ask for it, somebody typed your address. You need not do anything.
mail-add-email-subject = Your code is { $code }
mail-add-email-body =
    Hello,

    somebody wants to add this address to their account among neighbours. If that is you, the code is { $code }. It holds for { $minutes } minutes.

    If it is not you, please tell nobody the code. You need not do anything.
