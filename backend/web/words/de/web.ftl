# Ein Satz für jeden Code. Einfache Worte; sag, was man tun kann.

## Arten, als Überschriften
bad-request-title = Die Anfrage ist nicht zu verstehen
unauthenticated-title = Bitte anmelden
forbidden-title = Das steht anderen zu
not-found-title = Hier ist nichts
conflict-title = Das passt nicht zum jetzigen Stand
changed-meanwhile-title = Es hat sich inzwischen geändert
too-large-title = Zu groß
unsupported-title = Diese Form wird nicht angenommen
unprocessable-title = Etwas in der Anfrage stimmt nicht
precondition-required-title = Sag, welchen Stand du gesehen hast
too-many-title = Zu viele Anfragen
unavailable-title = Gerade nicht erreichbar

## Die Schwelle
bad-request = Die Anfrage ist nicht zu verstehen. Bitte prüfe, ob sie richtiges JSON ist.
not-valid = Etwas in der Anfrage stimmt nicht; „errors“ sagt Feld für Feld, was.
too-large = Die Anfrage ist zu groß. Höchstens ein Mebibyte wird angenommen.
not-json = Bitte schicke den Inhalt als application/json.
nothing-here = Unter dieser Adresse gibt es nichts.
method-not-known = Diese Adresse kennt die Methode nicht.
server-fault = Bei uns ist etwas schiefgegangen. Es liegt nicht an dir; bitte versuche es noch einmal.
database-away = Der Server holt gerade Luft. Bitte versuche es gleich noch einmal.
sign-in-needed = Bitte melde dich zuerst an.
changed-meanwhile = Es hat sich geändert, seit du zuletzt geschaut hast. Bitte schau noch einmal und entscheide dann.
version-needed = Bitte sag mit einem If-Match-Kopf, welchen Stand du gesehen hast.
version-not-readable = Der If-Match-Kopf ist kein Stand, den dieser Server genannt hat.
idempotency-key-needed = Bitte schicke einen Idempotency-Key-Kopf, damit Wiederholen gefahrlos ist.
idempotency-key-not-valid = Ein Idempotency-Key hat 1 bis 200 sichtbare Zeichen.
idempotency-key-used-otherwise = Dieser Idempotency-Key gehört zu einer anderen Anfrage.
cursor-not-valid = Dieser Cursor stammt nicht von dieser Liste. Bitte fang vorne an.
cursor-of-other-filters = Dieser Cursor gehört zu anderen Filtern. Bitte fang vorne an.
too-many-requests = Das waren viele Anfragen. Bitte warte { $seconds ->
    [one] eine Sekunde
   *[other] { $seconds } Sekunden
  }.
id-already-taken = Etwas mit dieser Kennung gibt es schon.
