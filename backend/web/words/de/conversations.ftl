# Miteinander reden über das, was euch zusammengebracht hat.

conversation-not-found = Hier ist kein Gespräch, oder es ist zu Ende.
message-already-said = Diese Nachricht wurde schon gesendet, mit anderen Worten. Bitte schick sie neu.
too-many-messages = Das war viel in einer Minute; { $most } Nachrichten sind möglich. Bitte mach gleich weiter.
