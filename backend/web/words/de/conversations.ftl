# Miteinander reden über das, was euch zusammengebracht hat.

conversation-not-found = Hier ist kein Gespräch, oder es ist zu Ende.
message-already-said = Diese Nachricht wurde schon gesendet, mit anderen Worten. Bitte schick sie neu.
too-many-messages = Das war viel in einer Minute; { $most } Nachrichten sind möglich. Bitte mach gleich weiter.

conversation-open = Hier könnt ihr miteinander reden.
conversation-open-until = Ihr könnt bis { $until } miteinander reden, und länger, wenn alle in Kontakt bleiben.
conversation-kept-by-me = Du möchtest in Kontakt bleiben. Ihr könnt bis { $until } miteinander reden, und länger, wenn alle es möchten.

told-message = { $from } hat dir geschrieben.
told-message-from-neighbour = Jemand aus der Nachbarschaft hat dir geschrieben.
