## Warum etwas auf dem ersten Blatt steht
feed-urgent = Hier wird gleich jemand gebraucht.
feed-soon = Hier geht es um die nächsten Tage.
feed-starts = Das beginnt am { $at }.
feed-you-like-to-bring = Du hast gesagt, dass du so etwas gern mitbringst.
feed-near = Das ist in deiner Nähe.
feed-hello = Jemand aus der Nachbarschaft sagt Hallo.

## Was nicht auf eine Karte passt
map-too-large = Das ist ein großes Stück der Karte. Bitte geh näher heran, auf höchstens { $at_most_kilometres } Kilometer von einem Rand zum anderen.
map-inside-out = Der Westen muss westlich vom Osten liegen und der Süden südlich vom Norden.
