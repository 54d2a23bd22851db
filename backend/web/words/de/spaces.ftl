# Räume: was sie von sich sagen, und warum etwas mit ihnen nicht geht.

space-open-until = Jetzt offen bis { $closes_at }.
space-closed-until = Geschlossen; öffnet { $opens_at }.
space-open-for-now = Jetzt offen, Tag und Nacht.
space-closed-for-now = Mindestens die nächsten zwei Wochen geschlossen.
space-wants-asking = Wer den Schlüssel hat, wird vorher gefragt.
space-asks-you = Wer kommen möchte, fragt vorher dich.
space-retired-since = Wird seit { $retired_at } nicht mehr geteilt.

space-not-found = So einen Raum gibt es für dich nicht.
not-a-keeper = Das können nur die, die den Schlüssel zu diesem Raum haben.
space-retired = Dieser Raum wird nicht mehr geteilt; an ihm ändert sich nichts mehr.
too-many-spaces = Eine Person hütet höchstens { $at_most } Räume. Vielleicht möchte jemand anderes diesen Schlüssel haben.
too-many-keepers = Ein Raum hat höchstens { $at_most } Hütende.
group-keeps-space = Eine Gruppe hütet diesen Raum. Ihre Mitglieder entscheiden, ob er geteilt wird.
last-keeper-must-hand-over-or-retire = Nur du hast einen Schlüssel. Gib ihn jemandem, oder teile den Raum nicht länger.
rooms-inside-first = { $rooms ->
    [one] Darin wird noch ein Raum geteilt.
   *[other] Darin werden noch { $rooms } Räume geteilt.
  } Löse sie zuerst heraus, oder teile sie nicht länger.
space-inside-itself = Ein Raum kann nicht in sich selbst liegen.
house-too-deep = Ein Haus hat höchstens { $at_most } Ebenen: Haus, Stockwerk, Zimmer, Ecke.
house-too-big = Ein Haus fasst höchstens { $at_most } Räume.
shared-holds-nothing-inside = Nur ein Raum ohne weitere Räume darin kann von mehreren Buchungen zugleich genutzt werden.
shared-needs-a-capacity = Bitte sag, wie viele Menschen hineinpassen, damit mehrere Buchungen sich den Raum teilen können.
occupancies-would-collide = Buchungen des Raums und des Hauses halten dieselbe Zeit. Bitte kläre zuerst diese.
terms-do-not-fit = So ginge keine Buchung: Sie darf höchstens { $max_minutes } Minuten dauern und muss mindestens { $at_least_minutes } dauern.
closure-not-found = So eine Schließung hat dieser Raum nicht.
closure-not-ahead = Eine Schließung endet, nachdem sie beginnt, und nach jetzt. Bitte prüfe die beiden Zeiten.
too-many-closures = Ein Raum hat höchstens { $at_most } Schließungen vor sich.
date-not-readable = Bitte schreibe das Datum so: 2027-12-24.
date-out-of-reach = Zeiten lassen sich von heute bis { $at_most_days } Tage im Voraus setzen.
too-many-hours-exceptions = Ein Raum hat an höchstens { $at_most } Tagen andere Zeiten. Vielleicht lassen sich die wöchentlichen ändern.
