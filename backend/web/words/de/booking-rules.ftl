# Wann ein Raum offen ist, und woran sich eine Buchung hält.

unknown-zone = Eine Zeitzone namens „{ $zone }“ gibt es nicht.
too-many-opening-hours = Das liest an einer Tür niemand mehr. Bitte höchstens { $at_most } Zeilen.
impossible-opening-hours = Diese Öffnungszeiten zeigt keine Uhr. Bitte prüfe die Zeiten.

booking-in-the-past = Diese Zeit hat schon begonnen. Die nächste beginnt am { $earliest_at }.
booking-too-soon = Wer den Schlüssel hat, möchte es etwas früher wissen. Die nächste Zeit beginnt am { $earliest_at }.
booking-too-far-ahead = Das ist zu weit voraus. Die letzte Zeit, die sich jetzt buchen lässt, beginnt am { $latest_at }.
booking-too-short = Das ist zu kurz. Bitte buche mindestens { $at_least_minutes } Minuten.
booking-too-long = Das ist zu lang. Bitte buche höchstens { $at_most_minutes } Minuten.
booking-off-step = Buchungen beginnen und enden hier alle { $step_minutes } Minuten. Die nächste beginnt am { $starts_at }.
too-many-people = Hier ist Platz für { $at_most ->
    [one] eine Person
   *[other] { $at_most } Personen
  }.
closed-then = In dieser Zeit ist nicht durchgehend offen.{ $opens_at ->
    [None] { " " }Es bleibt vorerst geschlossen.
   *[other] { " " }Es öffnet am { $opens_at } und schließt am { $closes_at }.
  }
booking-cannot-become = Mit dieser Buchung ist inzwischen etwas anderes geschehen. Bitte schau sie dir noch einmal an.

rule-too-long = Diese Regel ist zu lang. Bitte höchstens { $at_most } Zeichen.
rule-not-understood = Diese Art zu wiederholen wird hier nicht verstanden: „{ $part }“.
rule-too-fine = Eine Reihe hat höchstens eine Zeit am Tag.
rule-needs-an-end = Bitte sag, bis wann es sich wiederholt, oder dass es läuft, bis jemand es beendet.
rule-has-no-dates = So ein Datum gibt es nicht, so weit sich voraus buchen lässt.
too-many-dates = Das sind zu viele Tage auf einmal. Bitte höchstens { $at_most }.
