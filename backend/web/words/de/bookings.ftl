# Buchungen: was sie von sich sagen, und warum etwas nicht geht.

booking-not-found = Für dich gibt es keine solche Buchung.
space-already-booked = Dann hat es schon jemand. Schau dir die Vorschläge an.
space-cannot-be-booked = { $name } wird nicht mehr geteilt.
window-too-long = Ein Kalender zeigt { $at_most_days } Tage auf einmal.
window-upside-down = Es endet, bevor es anfängt. Bitte prüfe die beiden Zeiten.
not-yours = Das kann nur, wer gebucht hat.

booking-asked = Wer { $space } hütet, hat bis { $answer_by } Zeit{ $silence ->
    [yes] ; dann gehört es dir.
   *[no] ; ohne Antwort ist es nicht für dich frei gehalten.
  }
booking-confirmed = { $space } gehört { $is_group ->
    [yes] euch
   *[no] dir
  } ab { $starts_at }.
booking-running = { $space } gehört { $is_group ->
    [yes] euch
   *[no] dir
  } bis { $ends_at }.
booking-asked-if-there = Jemand findet { $space } leer vor. Seid ihr da? Bitte sag es bis { $until }; dann ist es wieder frei.
booking-ended = { $is_group ->
    [yes] Ihr hattet
   *[no] Du hattest
  } { $space } ab { $starts_at }.
booking-declined = Die Schlüsselleute von { $space } können { $starts_at } nicht möglich machen.
booking-lapsed = Niemand hat rechtzeitig geantwortet; { $space } ist nicht für dich frei gehalten.
booking-cancelled = Du hast das abgesagt.
booking-cancelled-by-group = Jemand aus deiner Gruppe hat das abgesagt.
booking-released = Das wurde zurückgegeben.
booking-missed = Niemand war da, darum wurde die Zeit zurückgegeben.
booking-cancelled-by-keeper = Wer { $space } hütet, musste { $starts_at } absagen.
booking-released-space-retired = { $space } wird nicht mehr geteilt, darum geht { $starts_at } dort nicht.

booking-asked-for-keeper = Jemand möchte { $space } ab { $starts_at }. Bitte antworte bis { $answer_by }{ $silence ->
    [yes] ; Schweigen heißt ja.
   *[no] ; Schweigen heißt nein.
  }
booking-asked-of-group = Jemand möchte { $space } ab { $starts_at }. Es braucht { $needed } von euch; bisher sagen { $yes } ja und { $no } nein. Ihr habt bis { $answer_by }{ $silence ->
    [yes] ; Schweigen heißt ja.
   *[no] ; Schweigen heißt nein.
  }
booking-confirmed-for-keeper = { $space } ist von { $starts_at } bis { $ends_at } gebucht.
booking-running-for-keeper = { $space } ist bis { $ends_at } belegt.
booking-ended-for-keeper = { $space } war ab { $starts_at } belegt.
booking-declined-for-keeper = Das wurde abgelehnt.
booking-lapsed-for-keeper = Das wurde nicht rechtzeitig beantwortet und ist nicht gehalten.
booking-cancelled-for-keeper = Das wurde abgesagt.
booking-released-for-keeper = Das wurde zurückgegeben.
booking-missed-for-keeper = Niemand war da, darum wurde die Zeit zurückgegeben.

fair-use-reached = { $limit ->
    [one_at_a_time] Du hast diesen Raum dann schon.
    [most_open] Du hast hier schon { $most } Termine vor dir; mehr gehen nicht auf einmal.
    [most_bookings] Du hast ihn schon { $most } Mal in { $days } Tagen; öfter geht es nicht.
   *[most_minutes] Das wären mehr als { $most } Minuten in { $days } Tagen; länger geht es nicht.
  }{ $again_at ->
    [None] { "" }
   *[other] { " " }Ab { $again_at } ist wieder Platz für dich.
  }
too-late-to-undo = Das geht nur fünf Minuten lang. Bitte buche neu.
kept-free-of-series = Diese Stunden sind frei von Serien. Einzeln kann man dann buchen.
