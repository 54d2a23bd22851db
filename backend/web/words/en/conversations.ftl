# Talking about what brought people together.

conversation-not-found = There is no conversation here, or it is over.
message-already-said = This message was sent before, with other words. Please send it anew.
too-many-messages = That was a lot in one minute; { $most } messages can be sent. Please go on in a moment.

conversation-open = You can talk here.
conversation-open-until = You can talk until { $until }, or for longer if all keep in touch.
conversation-kept-by-me = You would like to keep in touch. You can talk until { $until }, or for longer if all would.

told-message = { $from } wrote to you.
told-message-from-neighbour = A neighbour wrote to you.
