# Sich um einen Ort kümmern: ob jemand da ist, wer den Schlüssel hat, und wie er verlassen wurde.

# Auf der Karte an der Wand.
card-question = Gebucht, aber leer?
card-answer = Scanne das mit deinem Handy. Wir fragen nach. Antwortet zehn Minuten lang niemand, ist der Raum frei.
card-come-in = Mach bei uns mit
card-how-to-come-in = Scann das mit deinem Telefon. Du liest erst, wer wir sind und was wir tun, und entscheidest dann.

asked-if-there = Wir haben gefragt. Ohne Antwort bis { $answer_by } ist es frei.
card-does-not-fit = Bitte scanne die Karte an der Wand dieses Raums. Eine ältere Karte gilt nicht mehr.
nobody-has-it = Gerade hat es niemand gebucht. Es ist frei.
somebody-is-there = Sie sind da, oder es ist deine eigene Zeit.
too-soon-to-ask = Vielleicht kommen sie nur später. Ab { $ask_at } kannst du fragen.
too-late-to-ask = Ihre Zeit endet am { $ends_at }, bevor sie antworten müssten.

access-for-keepers = Du hütest { $space }, darum siehst du das immer.
access-shown = So kommst du hinein: { $space }, bis { $ends_at }.
access-shown-now = So kommst du hinein: { $space }.
access-shown-later = Wie du hineinkommst, steht hier ab { $shown_at }: { $space }.
access-after-a-yes = Wie du hineinkommst, steht hier, sobald jemand ja gesagt hat: { $space }.
access-over = Das ist vorbei, darum steht hier nicht mehr, wie du hineinkommst.
key-with-keepers = Den Schlüssel haben die Schlüsselleute.
key-with-you = Du hast den Schlüssel.
key-with = { $first_name } hat den Schlüssel.
key-missing = Niemand weiß, wo der Schlüssel ist. Die Schlüsselleute wissen Bescheid.
key-not-with-you = Den Schlüssel gibt weiter, wer ihn hat, wer den Raum hütet oder wer als Nächstes dort ist.

too-early-to-leave = Das geht, sobald deine Zeit dort angefangen hat.
too-late-for-note = Das geht bis { $at_most_hours } Stunden nach dem Ende. Den Schlüsselleuten kannst du weiter schreiben.
mending-not-ahead = Bitte wähle eine Zeit, die noch kommt, höchstens { $at_most_days } Tage voraus.

told-are-you-there = Jemand findet { $space } leer vor. Seid ihr da? Bitte sag es bis { $answer_by }; dann ist es wieder frei.
told-key-passed-on = Der Schlüssel von { $space } wurde an dich weitergegeben, für { $starts_at }.
told-key-with-keepers = Der Schlüssel von { $space } ist wieder bei den Schlüsselleuten.
told-key-missing = Niemand weiß, wo der Schlüssel von { $space } ist.
told-key-missing-before-you = Niemand weiß, wo der Schlüssel von { $space } ist. Die Schlüsselleute wissen Bescheid, bevor du am { $starts_at } kommst.
told-key-found = Der Schlüssel von { $space } ist wieder da.
told-key-found-before-you = Der Schlüssel von { $space } ist wieder da, rechtzeitig für { $starts_at }.
told-key-holder-left = Wer den Schlüssel von { $space } hatte, ist gegangen. Bitte schau, wo er ist.
told-key-holder-left-before-you = Wer den Schlüssel von { $space } hatte, ist gegangen. Die Schlüsselleute wissen Bescheid, bevor du am { $starts_at } kommst.
told-left-broken = In { $space } ist etwas kaputt, sagt jemand, der am { $starts_at } dort war.
told-mending-since-many-say-so = Drei Nachbarn sagen, dass in { $space } etwas kaputt ist. Bis { $until } kann es niemand buchen, außer du öffnest es wieder.
told-space-being-mended = { $space } wird bis { $until } repariert. { $starts_at } bleibt bestehen; vielleicht schaust du nach anderen Zeiten.
told-space-mended = { $space } ist repariert. { $starts_at } geht wie geplant.
told-no-longer-fits = { $space } hat jetzt andere Zeiten oder Bedingungen, zu denen { $starts_at } nicht passt. Es bleibt bestehen; die Schlüsselleute wissen davon.
told-bookings-no-longer-fit = Nach der Änderung { $bookings ->
    [one] passt eine Buchung von { $space } nicht mehr.
   *[other] passen { $bookings } Buchungen von { $space } nicht mehr.
  } Sie bleiben bestehen; bitte schau sie dir an.
