# Talking about what brought people together.

conversation-not-found = There is no conversation here, or it is over.
message-already-said = This message was sent before, with other words. Please send it anew.
too-many-messages = That was a lot in one minute; { $most } messages can be sent. Please go on in a moment.
