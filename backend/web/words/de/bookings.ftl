# Buchungen: was sie von sich sagen, und warum etwas nicht geht.

booking-not-found = Für dich gibt es keine solche Buchung.
space-already-booked = Dann hat es schon jemand. Schau dir die Vorschläge an.
space-cannot-be-booked = { $name } kann man sich ansehen, aber hier noch nicht buchen.
cannot-be-shared = Dieser Raum gehört immer nur einer Buchung auf einmal.
window-too-long = Ein Kalender zeigt { $at_most_days } Tage auf einmal.
window-upside-down = Es endet, bevor es anfängt. Bitte prüfe die beiden Zeiten.
not-yours = Das kann nur, wer gebucht hat.

booking-asked = Du hast um { $space } ab { $starts_at } gebeten; die Schlüsselleute haben noch nicht geantwortet.
booking-confirmed = { $space } gehört dir ab { $starts_at }.
booking-running = { $space } gehört dir bis { $ends_at }.
booking-ended = Du hattest { $space } ab { $starts_at }.
booking-declined = Die Schlüsselleute von { $space } können { $starts_at } nicht möglich machen.
booking-lapsed = Niemand hat rechtzeitig geantwortet; { $space } ist nicht für dich frei gehalten.
booking-cancelled = Du hast das abgesagt.
booking-released = Das wurde zurückgegeben.
booking-missed = Niemand war da, darum wurde die Zeit zurückgegeben.
booking-cancelled-by-keeper = Wer { $space } hütet, musste { $starts_at } absagen.
booking-released-space-retired = { $space } wird nicht mehr geteilt, darum geht { $starts_at } dort nicht.

booking-asked-for-keeper = Jemand möchte { $space } ab { $starts_at }.
booking-confirmed-for-keeper = { $space } ist von { $starts_at } bis { $ends_at } gebucht.
booking-running-for-keeper = { $space } ist bis { $ends_at } belegt.
booking-ended-for-keeper = { $space } war ab { $starts_at } belegt.
booking-declined-for-keeper = Das wurde abgelehnt.
booking-lapsed-for-keeper = Das wurde nicht rechtzeitig beantwortet und ist nicht gehalten.
booking-cancelled-for-keeper = Das wurde abgesagt.
booking-released-for-keeper = Das wurde zurückgegeben.
booking-missed-for-keeper = Niemand war da, darum wurde die Zeit zurückgegeben.
