## Wie es um einen Raum steht, auf der Liste der nahen
space-found-open = Rund um die Uhr offen.
space-found-open-until = Offen bis { $at }.
space-found-opens = Gerade geschlossen; öffnet { $at }.
space-found-closed = In den nächsten zwei Wochen geschlossen.
space-found-asks = Die Leute dort werden vorher gefragt.

## Wonach sich nicht suchen lässt
free-time-needs-both-ends = Bitte sag beides: ab wann und bis wann frei sein soll.
free-time-wrong-way-round = Die Zeit endet, bevor sie beginnt. Bitte dreh sie um.
free-time-too-far-apart = Das ist eine lange Zeit. Höchstens { $at_most_days } Tage lassen sich auf einmal durchsuchen.
free-time-in-the-past = Diese Zeit ist vorbei. Bitte wähle eine, die noch kommt.
free-time-longer-than-its-window = Zwischen Anfang und Ende liegen weniger Minuten.
words-say-nothing = Bitte suche mit Buchstaben oder Ziffern.
