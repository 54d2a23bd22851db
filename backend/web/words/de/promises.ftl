# Versprechen: was eines von sich sagt, was den beiden gesagt wird, und warum etwas nicht geht.

promise-not-found = Ein solches Versprechen hast du nicht.
promise-cannot-become = { $state ->
    [asked] Darum wurde gebeten, und es wurde noch nicht angeboten.
    [answered] Noch wurde niemand ausgesucht.
    [offered] Das ist angeboten und wartet auf ein Ja.
    [agreed] Das ist schon abgemacht.
    [claimed] Eine Seite hat gesagt, wie es war; jetzt ist die andere daran.
    [disputed] Ihr erinnert euch verschieden. Eine Seite kann der anderen noch glauben.
    [kept] Das wurde gehalten.
    [ended] Das ist vorbei.
    [declined] Dazu hat jemand von euch nein gesagt.
    [lapsed] Dafür ist die Zeit abgelaufen.
    [missed] Das kam nicht zustande, wie ihr beide sagt.
    [unresolved] Das blieb ungeklärt.
   *[other] Das wurde abgesagt.
  }
your-own-post = Das ist von dir. Dir selbst kannst du es nicht versprechen.
hellos-are-not-promised = Ein Gruß bittet um nichts. Du kannst mit einem Wort antworten, wenn es recht ist.
already-promised = Darum hast du schon gebeten, oder darauf schon geantwortet.
asked-often-enough = Darum hast du in letzter Zeit schon { $times } Mal gebeten oder darauf geantwortet. Wieder geht es ab { $until }.
not-so-many-left = { $left ->
    [0] Zurzeit ist alles versprochen.
   *[other] { $kind ->
        [offer] Mehr als { $left } ist zurzeit nicht zu haben.
       *[need] Mehr als { $left } wird zurzeit nicht gebraucht.
      }
  }
dates-already-held = An einigen dieser Tage macht es schon jemand.
dates-needed = Sag, an welchen der Tage.
not-those-dates = Nicht an allen diesen Tagen wird es gebraucht.
time-not-possible = Zu dieser Zeit geht es nicht.
not-lent = Das wird nicht verliehen, also ist nichts zurückzubringen.
due-too-early = Es kann nicht zurück sein, bevor es übergeben ist.
too-early-to-say = Seine Zeit ist noch nicht gekommen: { $until }.
not-scarce = Das verteilt, wer es anbietet, nach eigenem Ermessen.
not-among-those-who-asked = Verteilen kann das nur, wer es anbietet oder darum gebeten hat.
nobody-asked = Darum hat niemand gebeten.
too-soon-to-share-out = Bis { $until } können noch andere darum bitten. Niemand muss schnell sein.
not-next-in-order = Vorher ist jemand anderes an der Reihe.
lot-not-found = Dafür wurde kein Los gezogen, oder du warst nicht beteiligt.
nobody-to-thank = Diese Person ist nicht mehr hier.
already-thanked = Dafür hast du dich schon bedankt.
thanks-not-found = Dafür hat dir niemand gedankt.

promise-asked = { $side ->
    [poster] { $name } hat darum gebeten. { $shared ->
        [by_rule] Es geht nach der Regel.
       *[by_choice] Antworte bis { $until }.
      }
   *[counterpart] Du hast darum gebeten. { $shared ->
        [by_rule] Es geht nach der Regel, und du hörst davon, wenn du an der Reihe bist.
       *[by_choice] Bis { $until } hörst du davon.
      }
  }
promise-answered = { $side ->
    [poster] { $name } würde es machen.
   *[counterpart] Du hast gesagt, dass du es machen würdest. Es ist bis { $until } offen.
  }
promise-offered = { $side ->
    [poster] Bis { $until } für { $name } gehalten.
   *[counterpart] Es ist deins, wenn du bis { $until } ja sagst.
  }
promise-agreed = Abgemacht{ $known ->
    [yes] { " " }mit { $name }
   *[no] { "" }
  }{ $timed ->
    [yes] , für { $at }
    [on_dates] , für { $at } und { $more ->
        [one] einen weiteren Tag
       *[other] { $more } weitere Tage
      }
    [due] , zurück bis { $at }
   *[no] { "" }
  }.{ $past ->
    [yes] { " " }Wie war es?
   *[no] { "" }
  }
promise-claimed = { $claim ->
    [kept] { $claimed ->
        [by_me] Du sagst, dass es { $way ->
            [lend] zurück ist
           *[other] getan ist
          }. Es zählt, sobald die andere Seite es auch sagt.
       *[by_them] { $name } sagt, dass es { $way ->
            [lend] zurück ist
           *[other] getan ist
          }. Stimmt das?
      }
   *[missed] { $claimed ->
        [by_me] Du sagst, dass es nicht zustande kam. Die andere Seite kann noch sagen, wie es war.
       *[by_them] { $name } sagt, dass du es nicht geschafft hast. Sag, wie es war; bis dahin zählt es für niemanden.
      }
  }
promise-disputed = Ihr erinnert euch verschieden. Es zählt für niemanden.
promise-kept = { $known ->
    [yes] Gehalten, mit { $name }.
   *[no] Gehalten.
  }
promise-ended = Vorbei. Niemand hat gesagt, wie es war, und es zählt für niemanden.
promise-declined = { $ended ->
    [by_me] Du hast dazu nein gesagt.
   *[by_them] Dieses Mal sollte es nicht sein.
  }
promise-lapsed = Es ist rechtzeitig nichts daraus geworden.
promise-released = { $ended ->
    [by_me] { $agreed ->
        [yes] Du hast abgesagt.
       *[no] Du hast es zurückgenommen.
      }
    [by_them] { $agreed ->
        [yes] Es wurde abgesagt.
       *[no] Es wurde zurückgenommen.
      }
   *[by_nobody] Es geht nicht mehr. Niemand kann etwas dafür.
  }
promise-released-late = { $ended ->
    [by_me] Du hast kurzfristig abgesagt.
   *[by_them] Es wurde kurzfristig abgesagt.
  }
promise-missed = { $missed ->
    [by_me] Du hast es nicht geschafft, wie ihr beide sagt.
   *[by_them] Es kam nicht zustande, wie ihr beide sagt.
  }
promise-unresolved = Ihr habt euch verschieden erinnert und es dabei gelassen. Es zählt für niemanden.

told-promise-asked = { $name } bittet um etwas, das du anbietest. Antworte bis { $until }.
told-promise-answered = { $name } würde dir bei etwas helfen, das du brauchst.
told-promise-offered = { $name } bietet dir an, worum du gebeten hast. Es ist bis { $until } für dich gehalten.
told-promise-agreed = { $timed ->
    [yes] Du und { $name } habt es abgemacht, für { $at }.
   *[no] Du und { $name } habt es abgemacht.
  }
told-promise-declined = Dieses Mal sollte es nicht sein. Danke für die Frage.
told-promise-not-wanted = { $name } braucht es nun doch nicht.
told-promise-taken-back = { $known ->
    [yes] { $name } hat es zurückgenommen.
   *[no] Jemand aus der Nachbarschaft hat es zurückgenommen.
  }
told-promise-released = { $timed ->
    [yes] { $name } kann nicht halten, was ihr für { $at } abgemacht habt.
   *[no] { $name } kann nicht halten, was ihr abgemacht habt.
  }
told-promise-claimed-kept = { $name } sagt, dass es { $way ->
    [lend] zurück ist
   *[other] getan ist
  }. Stimmt das? Du hast bis { $until } Zeit.
told-promise-claimed-missed = { $name } sagt, dass du nicht geschafft hast, was ihr abgemacht hattet. Sag bis { $until }, wie es war; bis dahin zählt es für niemanden.
told-promise-contested = { $name } erinnert sich anders. Es zählt für niemanden, bis eine Seite der anderen glaubt.
told-promise-kept = { $way ->
    [lend] { $name } sagt, dass es wieder da ist. Danke.
   *[other] { $name } sagt, dass es gehalten wurde. Danke.
  }
told-promise-missed = { $name } sagt, dass es nicht zu schaffen war.
told-promise-terms-changed = { $known ->
    [yes] { $name } hat etwas geändert, worauf du dich verlassen hast. Schau, ob es dir noch passt; du kannst ohne Vorwurf aufhören.
   *[no] Jemand hat etwas geändert, worauf du dich verlassen hast. Schau, ob es dir noch passt; du kannst ohne Vorwurf aufhören.
  }
told-promise-not-needed = Etwas, wonach du gefragt hast, ist vorbei. Danke für die Frage.
told-promise-let-go = { $timed ->
    [yes] Was du für { $at } abgemacht oder erbeten hattest, geht nicht mehr. Niemand kann etwas dafür.
   *[no] Etwas, das du abgemacht oder erbeten hattest, geht nicht mehr. Niemand kann etwas dafür.
  }
told-promise-in-order = Dein Angebot geht an { $name }, als Nächstes an der Reihe. Es ist bis { $until } gehalten.
told-promise-extension-wished = { $name } würde etwas gern bis { $until } behalten.
told-promise-extended = Du kannst es bis { $until } behalten, sagt { $name }.
told-promise-thanked = { $name } sagt danke.
