# Angebote, Gesuche und Grüße: was ein Beitrag über sich sagt, und warum etwas nicht geht.

post-draft = Das siehst nur du, bis du es veröffentlichst.
post-open = { $kind ->
    [offer] Zu haben bis { $open_until }.
    [need] Gesucht bis { $open_until }.
   *[hello] Zu lesen bis { $open_until }.
  }
post-open-in-part = { $kind ->
    [offer] { $left } von { $quantity } noch zu haben, bis { $open_until }.
   *[need] { $left } von { $quantity } noch gesucht, bis { $open_until }.
  }
post-reserved = { $kind ->
    [offer] Im Moment ist alles versprochen.
   *[need] Im Moment haben genug Nachbarn zugesagt.
  }
post-fulfilled = { $kind ->
    [offer] Alles ist vergeben.
   *[need] Nachbarn haben es getan.
  }
post-closed = { $kind ->
    [offer] Nicht mehr zu haben.
    [need] Nicht mehr nötig.
   *[hello] Geschlossen.
  }
post-withdrawn = Zurückgenommen.
post-expired = Abgelaufen am { $open_until }.
post-expired-mine = Abgelaufen am { $open_until }. Niemand sonst findet es mehr.
post-archived = Schon länger vorbei; die Worte sind gelöscht.

post-not-found = Diesen Beitrag gibt es für dich nicht.
not-your-post = Das kann nur, wer es geschrieben hat.
post-is-over = { $state ->
    [draft] Diesen Entwurf hat noch niemand gesehen.
    [fulfilled] Das ist schon getan.
    [closed] Das ist schon geschlossen.
    [withdrawn] Das ist schon zurückgenommen.
   *[expired] Das ist abgelaufen.
  }
already-opened = Das ist schon veröffentlicht.
cannot-be-renewed = Die Zeit dafür ist vorbei, es lässt sich nicht zurückholen. Du kannst es neu schreiben.
too-many-posts = Ein Mensch hat höchstens { $at_most } Beiträge zugleich. Vielleicht lassen sich einige schließen.
only-for-its-members = Von dieser Gruppe wissen nicht alle, darum kann das nur für ihre Mitglieder sein.
not-for-this-kind = { $kind ->
    [hello] Ein Gruß bittet um nichts, darum hat „{ $what }“ darin keinen Platz.
   *[other] „{ $what }“ passt nicht zu dem, was du schreibst.
  }
urgent-or-standing = Was eilt, gilt nicht auf Dauer. Bitte wähle eines von beiden.
ends-before-it-starts = Es endet, bevor es anfängt. Bitte prüfe die beiden Zeiten.
its-time-is-over = Diese Zeit ist schon vorbei. Bitte wähle eine, die noch kommt.
too-far-ahead = Das ist mehr als { $at_most_days } Tage hin. Bitte schreib es näher an der Zeit.
quantity-is-of-dates = Jeder Tag zählt für eines, darum ergibt sich die Zahl aus den Tagen.
more-is-held = { $held } davon sind schon versprochen; weniger kann es nicht werden.
not-answered-by-word = Darauf wird nicht mit einem Wort geantwortet.
many-answers-today = Du hast heute auf { $at_most } Grüße geantwortet. Bitte schreib anderen morgen.

told-post-runs-out = Etwas von dir läuft am { $open_until } ab. Ein Tippen behält es.
told-post-to-reconfirm = Gilt es noch? Etwas von dir läuft am { $open_until } ab; ein Tippen behält es.

## Worum es geht
category-food = Essen und Mahlzeiten
category-shopping = Einkäufe und Besorgungen
category-health-errands = Apotheke und Arzt
category-transport = Unterwegs
category-tools = Werkzeug
category-household = Haushalt und Möbel
category-clothes = Kleidung
category-children = Kinder
category-repairs = Reparieren und Tragen
category-garden = Garten
category-animals = Tiere
category-company = Gesellschaft
category-languages = Sprachen
category-learning = Lernen
category-computers = Computer und Telefone
category-paperwork = Papierkram
category-music-and-arts = Musik und Kunst
category-sport-and-games = Sport und Spiele
category-celebrations = Feste
category-other = Alles andere
