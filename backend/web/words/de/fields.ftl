# Was an einem Feld einer Anfrage nicht stimmen kann.

## Von jedem Feld
field-missing = Das fehlt noch.
field-null = Das darf nicht leer sein.
field-not-valid = Das ist kein möglicher Wert.
field-unknown = Dieses Feld gibt es nicht.
field-wrong-type = Das hat nicht die richtige Form.
field-wrong-thing = Das ist nicht von der richtigen Art.
field-not-a-boolean = Das ist weder ja noch nein.
field-not-a-date = Das ist kein Datum.
field-no-such-date = „{ $input }“ ist kein Datum.
field-date-awareness = Das ist kein mögliches { $obj_type } ({ $awareness }).
field-not-a-mapping = Das ist keine Zuordnung von Namen zu Werten.
field-not-a-list = Das ist keine Liste.
field-not-a-number = Das ist keine Zahl.
field-not-an-integer = Das ist keine ganze Zahl.
field-special-number = Unendlich und „keine Zahl“ gehen hier nicht.
field-too-large = Die Zahl ist zu groß.
field-not-a-string = Das ist kein Text.
field-not-utf8 = Das ist kein Text in UTF-8.
field-not-an-id = Das ist keine UUID.
field-not-the-pattern = Der Text hat nicht die richtige Form.
field-one-of = Möglich ist eines davon: { $choices }.
field-equal = Das muss { $other } sein.
field-length-between = Es dürfen { $min } bis { $max } sein.
field-length-exactly = Es müssen genau { $equal } sein.
field-too-long = Das ist zu lang: höchstens { $max }.
field-too-short = Das ist zu kurz: mindestens { $min }.
field-between = Möglich ist { $min } bis { $max }.
field-at-most = Möglich ist höchstens { $max }.
field-at-least = Möglich ist mindestens { $min }.

## Texte und Zeiten
field-not-kept = Darin ist ein Zeichen, das sich nicht speichern oder zeigen lässt.
field-changes-direction = Darin ist ein Zeichen, das die Schreibrichtung ändert.
field-too-many-marks = So viele Zeichen über einem Buchstaben kann niemand lesen.
field-nothing-seen = Davon ist nichts zu sehen.
field-not-words = Das sind keine Wörter.
field-not-an-instant = Das ist kein Zeitpunkt wie 2027-03-01T18:00:00Z.
field-no-offset = Sag auch den Abstand zu UTC, wie in 2027-03-01T18:00:00+01:00.
field-no-such-year = In diesem Jahr plant niemand etwas.
field-not-a-wall-time = Das ist keine Uhrzeit am Ort wie 2027-03-04T18:00.
field-not-a-time = Das ist keine Uhrzeit wie "18:00".
field-not-a-zone = Das ist keine Zeitzone wie Europe/London.
field-not-a-language = Das ist keine Sprache wie en oder pt-BR.
field-not-a-language-tag = Das ist keine Sprache wie en, cy oder pt-BR.
field-language-twice = Eine Sprache steht zweimal da.
field-date-twice = Ein Tag steht zweimal da.
field-option-twice = Eine Möglichkeit steht zweimal da.

## Orte
field-not-a-point = Das ist kein Punkt wie 53.9213,-3.0178.
field-half-a-point = Ein Punkt hat beides.
field-not-a-position = Das ist keine Stelle: zuerst die Länge, dann die Breite, in Grad.
field-not-a-cell = Das ist keine Zelle der Karte wie 88195d2b1dfffff.

## Was zusammengehört
field-after-or-before = Gib entweder after oder before an.
field-nothing-shared = Gib etwas zum Teilen an.
field-one-way-of-when = Sag auf eine Art, wann: ein Zeitraum, eine Wiederholung oder Tage.
field-which-group = Sag, welche Gruppe es sehen soll.
field-dates-say-how-much = Die Tage sagen, wie viel es ist.
field-nothing-otherwise = Sag, was anders werden soll.
field-ids-or-until = Gib entweder ids oder until an.
field-which-end = Sag eines von i_have_it, passed_on_to und missing.
field-boundary-or-circle = Gib entweder eine Grenze oder einen Kreis an.
field-neighbourhood-is-seen = Eine Nachbarschaft ist für alle zu sehen.
field-neighbourhood-in-no-other = Eine Nachbarschaft liegt in keiner anderen.
field-not-for-this-action = Das gehört nicht zu diesem Vorhaben.
field-needed-by-this-action = Das braucht dieses Vorhaben.
field-to-whom = Sag, an wen: ein Mensch oder eine Gruppe.
field-what-changes = Sag, was sich ändern soll.
field-two-options = Gib zwei Möglichkeiten oder mehr an, oder keine.
field-draft-does-not-close = Ein Entwurf endet nicht; sag es, wenn du ihn eröffnest.
field-which-ballot = Sag eines von vote, support und option.
field-one-way-in = Sende genau eines: email mit code; invitation; firebase_id_token.
field-for-whom = Sag, für wen.
field-not-for-this-kind = Das gehört nicht zu dieser Art.
