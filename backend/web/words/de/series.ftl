# Serien: ein Raum immer wieder.

series-not-found = Für dich gibt es keine solche Serie.
series-not-yours = Das kann nur, wer die Serie gebucht hat oder den Raum hütet.
series-cannot-become = Das geht mit dieser Serie nicht mehr.
series-dates-not-free = { $skipped } von { $wanted } Terminen gehen nicht, der erste davon am { $starts_at }. Du kannst nehmen, was frei ist.
no-date-is-free = Keiner dieser Termine ab { $starts_at } ist möglich.
rule-has-an-end = Diese Wiederholung sagt, wann sie endet; sie läuft also nicht, bis jemand sie beendet.
change-starts-too-early = Die Änderung gilt ab { $from_on }; ihr erster Termin kann nicht davor liegen.

series-asked = Wer { $space } hütet, hat bis { $answer_by } Zeit{ $silence ->
    [yes] ; dann gehört es dir.
   *[no] ; ohne Antwort ist es nicht für dich frei gehalten.
  }
series-asked-for-keeper = Jemand möchte { $space } { $ahead }-mal, ab { $next_at }. Bitte antworte bis { $answer_by }{ $silence ->
    [yes] ; Schweigen heißt ja.
   *[no] ; Schweigen heißt nein.
  }
series-asked-of-group = Jemand möchte { $space } { $ahead }-mal, ab { $next_at }. Es braucht { $needed } von euch; bisher sagen { $yes } ja und { $no } nein. Ihr habt bis { $answer_by }{ $silence ->
    [yes] ; Schweigen heißt ja.
   *[no] ; Schweigen heißt nein.
  }
series-standing = { $ahead ->
    [one] { $space } ist noch einmal gebucht, am { $next_at }.
   *[other] { $space } ist noch { $ahead }-mal gebucht, das nächste Mal am { $next_at }.
  }
series-until-stopped = { $space } ist immer wieder gebucht, das nächste Mal am { $next_at }.
series-waits-for-dates = { $space } ist immer wieder gebucht; die nächsten Termine folgen.
series-over = Diese Serie ist vorbei.
series-declined = Die Schlüsselleute von { $space } können diese Serie nicht möglich machen.
series-lapsed = Niemand hat rechtzeitig geantwortet; { $space } ist nicht für diese Serie frei gehalten.
series-cancelled = Diese Serie wurde abgesagt.
series-cancelled-by-keeper = Wer { $space } hütet, musste diese Serie absagen.
series-released = Diese Serie wurde zurückgegeben.
series-date-skipped = { $starts_at } war nicht möglich.

told-series-asked = Jemand möchte { $space } { $dates }-mal, ab { $starts_at }. Bitte antworte bis { $answer_by }.
told-series-asked-no-more = Die Frage nach einer Serie in { $space } wurde zurückgenommen.
told-series-answered-yes = Deine Serie in { $space } geht klar.
told-series-answered-no = Die Schlüsselleute von { $space } können deine Serie nicht möglich machen.
told-series-cancelled-by-group = { $dates ->
    [one] Jemand aus deiner Gruppe hat einen Termin in { $space } abgesagt.
   *[other] Jemand aus deiner Gruppe hat { $dates } Termine in { $space } abgesagt.
  }
told-series-cancelled-by-keeper = { $dates ->
    [one] Wer { $space } hütet, musste einen Termin deiner Serie absagen.
   *[other] Wer { $space } hütet, musste { $dates } Termine deiner Serie absagen.
  }
told-series-dates-skipped = Deine Serie in { $space } geht weiter, aber nicht am { $starts_at }: Dann hat es schon jemand, oder es ist geschlossen.
told-series-looked-at = Eine Serie in { $space } läuft ab { $renew_by } ein weiteres Jahr, außer jemand wartet auf diese Zeit.
told-series-not-renewed = Jemand wartet auf die Zeit einer Serie in { $space }, darum endet sie.
told-series-released-space-retired = { $space } wird nicht mehr geteilt, darum ist deine Serie dort zu Ende.
told-date-taken-back = Es tut uns leid: { $space } wird ab { $starts_at } für etwas anderes gebraucht. „{ $words }“ Es gibt andere Zeiten für dich.
