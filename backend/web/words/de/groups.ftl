# Gruppen: was sie von sich sagen, und warum etwas nicht geht.

group-not-found = Diese Gruppe gibt es hier nicht oder nicht mehr.
not-a-member = Das können nur die, die zur Gruppe gehören.
not-tenured = In einer Gruppe dieser Größe tun das die, die seit { $days } Tagen dazugehören.
too-many-groups = Mehr Gruppen kann eine Person vorerst nicht haben; höchstens { $at_most }.
group-is-full = Die Gruppe hat { $at_most } Mitglieder und keinen Platz mehr.
place-of-group-needed = Sag, wo die Gruppe ist, oder gib zuerst dein Zuhause an.
by-asking-only = { $name } möchte gefragt werden. Du kannst um Aufnahme bitten.
by-invitation-only = Zu { $name } kommt man durch die Einladung von jemandem, der dazugehört.
nothing-to-ask = { $name } ist für alle offen. Du kannst gleich beitreten.
already-a-member = Die Person gehört schon zur Gruppe.
already-asked = Du hast schon gefragt. Die Gruppe hat bis { $until } Zeit zu antworten.
answers-do-not-fit = { $questions ->
    [0] Die Gruppe stellt keine Fragen. Lass die Antworten weg.
    [one] Die Gruppe stellt eine Frage. Bitte beantworte sie oder lass die Antwort leer.
   *[other] Die Gruppe stellt { $questions } Fragen. Bitte gib auf jede eine Antwort.
  }
join-request-not-found = Diesen Wunsch beizutreten gibt es nicht.
request-is-decided = { $state ->
    [admitted] Die Person ist schon aufgenommen.
    [declined] Die Gruppe hat schon geantwortet.
    [withdrawn] Der Wunsch wurde zurückgenommen.
   *[lapsed] Niemand hat rechtzeitig geantwortet. Man kann noch einmal fragen.
  }
group-invitation-not-found = Diese Einladung stimmt nicht oder ist abgelaufen. Bitte lass dir eine neue geben.
too-many-group-invitations = Du kannst am Tag { $at_most } Einladungen zu Gruppen machen. Komm bitte morgen wieder.
boundary-not-usable = { $why ->
    [holes] Eine Nachbarschaft hat keine Löcher.
    [not_closed] Die Linie um die Nachbarschaft muss enden, wo sie beginnt.
    [too_large] Das ist zu groß für eine Nachbarschaft.
   *[crosses_itself] Die Linie um die Nachbarschaft kreuzt sich oder umschließt nichts.
  }

group-mine = Du gehörst zu { $name }.
group-asked = Du hast { $name } um Aufnahme gebeten.
group-open = { $name } ist für alle offen. Du kannst beitreten.
group-ask = Du kannst { $name } um Aufnahme bitten.
group-invited = Zu { $name } kommt man durch eine Einladung.
group-invited-you = { $vouched ->
    [yes] Du bist zu { $name } eingeladen. Wer dich eingeladen hat, bürgt für dich; es braucht noch jemanden aus einem anderen Haushalt.
   *[no] Du bist zu { $name } eingeladen. Du kannst beitreten.
  }

request-asked = { $hands ->
    [0] { $name } möchte zu { $group } gehören.
    [one] { $name } möchte zu { $group } gehören. Eine Person von euch hat ja gesagt; es braucht { $needed }.
   *[other] { $name } möchte zu { $group } gehören. { $hands } von euch haben ja gesagt; es braucht { $needed }.
  }
request-admitted = { $name } wurde in { $group } aufgenommen.
request-declined = { $name } wurde nicht in { $group } aufgenommen.
request-withdrawn = Jemand möchte nicht mehr zu { $group } gehören.
request-lapsed = Niemand hat { $name } rechtzeitig geantwortet.
request-mine-asked = { $group } hat bis { $until } Zeit, dir zu antworten.
request-mine-admitted = { $group } hat dich aufgenommen.
request-mine-declined = { $group } hat dich nicht aufgenommen. Du kannst noch einmal fragen.
request-mine-withdrawn = Du hast den Wunsch zurückgenommen, zu { $group } zu gehören.
request-mine-lapsed = { $group } hat nicht geantwortet. Du kannst noch einmal fragen.

for-stewards = { $stewards ->
    [0] In einer Gruppe dieser Größe tun das die, die sich um sie kümmern. Zurzeit ist das niemand; die Mitglieder können es beschließen.
   *[other] In einer Gruppe dieser Größe tun das die, die sich um sie kümmern. Bitte wende dich an eine Person von ihnen.
  }
nobody-is-steward = Unter { $many } Mitgliedern handeln je zwei gemeinsam, und niemand kümmert sich allein um die Gruppe.
no-seat-free = Alle, die sich um die Gruppe kümmern, sind da. Du kannst dich bereit erklären, wenn eine ihrer Zeiten endet.
candidacy-not-found = Unter diesem Namen hat sich hier niemand bereit erklärt, oder nicht mehr.
steward-already = Du kümmerst dich schon um die Gruppe, und für länger als das.
not-a-steward = Du kümmerst dich nicht um diese Gruppe.
by-vouching-only = { $group } nimmt auf, für wen Mitglieder aus zwei Haushalten bürgen.
nothing-to-vouch = In { $group } muss niemand bürgen. Du kannst die Person aufnehmen.

group-vouched = Du kannst { $name } um Aufnahme bitten; Mitglieder aus zwei Haushalten bürgen für dich.

stewards-together = { $group } ist klein: je zwei von euch handeln gemeinsam.
stewards-mine = Du kümmerst dich um { $group }, bis { $until }.
stewards-commons = { $group } sucht Leute, die sich um sie kümmern, { $seats } insgesamt. Bis dahin halten je zwei, die schon eine Weile dazugehören, sie am Laufen.
stewards-called = Bald endet die Zeit von jemandem, der sich um { $group } kümmert. { $can ->
    [yes] Du kannst dich bereit erklären.
   *[no] Wer schon eine Weile dazugehört, kann sich bereit erklären.
  }
stewards-standing = Du würdest dich um { $group } kümmern. Am { $until } beginnst du damit, wenn niemand Einwände hat; seid ihr mehr, als Plätze frei sind, entscheidet das Los.
stewards-objected = Du würdest dich um { $group } kümmern, und jemand hatte Einwände. Jetzt braucht es eine Entscheidung.
stewards-there = { $stewards ->
    [one] Eine Person von euch kümmert sich um { $group }.
   *[other] { $stewards } von euch kümmern sich um { $group }.
  }

agreement-holds = Das gilt bis { $until }.
agreement-lapsed = Das galt bis { $until }, und niemand hat es erneuert.
agreement-ended = Die Mitglieder haben das nicht mehr vereinbart.

recorded-founded = Die Gruppe wurde gegründet.
recorded-rule-changed = Die Mitglieder haben geändert, was die Gruppe ist.
recorded-member-admitted = { $known ->
    [yes] { $name } wurde aufgenommen.
   *[no] Jemand wurde aufgenommen.
  }
recorded-member-removed = Jemand wurde gebeten zu gehen.
recorded-steward-began = { $known ->
    [yes] { $name } begann, sich um die Gruppe zu kümmern.
   *[no] Jemand begann, sich um die Gruppe zu kümmern.
  }
recorded-steward-ended = { $known ->
    [yes] { $name } kümmert sich nicht mehr um die Gruppe.
   *[no] Jemand kümmert sich nicht mehr um die Gruppe.
  }
recorded-call-opened = Mitglieder wurden gebeten, sich bereit zu erklären.
recorded-stood = { $known ->
    [yes] { $name } hat sich bereit erklärt, sich um die Gruppe zu kümmern.
   *[no] Jemand hat sich bereit erklärt, sich um die Gruppe zu kümmern.
  }
recorded-lot-drawn = Es waren mehr bereit, als Plätze da sind, und das Los hat entschieden.
recorded-decision-opened = Eine Abstimmung wurde eröffnet.
recorded-decision-settled = Eine Abstimmung wurde ausgezählt.
recorded-decision-contested = Ein Ergebnis wurde angefochten.
recorded-decision-enacted = Ein Beschluss wurde ausgeführt.
recorded-draw-called = Eine Auslosung wurde ausgerufen.
recorded-drawn = Es wurde gelost.
recorded-agreement-adopted = Die Mitglieder haben etwas vereinbart.
recorded-agreement-changed = Eine Vereinbarung wurde geändert.
recorded-agreement-ended = Eine Vereinbarung wurde beendet.
recorded-space-taken = Die Gruppe hütet von nun an einen Raum.
recorded-space-handed-over = Ein Raum wurde weitergegeben.
recorded-space-given-up = Ein Raum wurde abgegeben.
recorded-neighbourhood-joined = Die Gruppe gehört zu einer Nachbarschaft.
recorded-neighbourhood-left = Die Gruppe gehört zu keiner Nachbarschaft mehr.
recorded-words-published = Die Gruppe hat etwas gesagt, das alle lesen können.
recorded-closed = Die Gruppe wurde geschlossen.

told-join-request-asked = { $hidden ->
    [yes] Jemand möchte zu einer deiner Gruppen gehören.
   *[no] Jemand möchte zu { $group } gehören.
  }
told-join-request-admitted = { $hidden ->
    [yes] Eine Gruppe, die du gefragt hast, hat dich aufgenommen.
   *[no] { $group } hat dich aufgenommen.
  }
told-join-request-declined = { $hidden ->
    [yes] Eine Gruppe, die du gefragt hast, hat dich diesmal nicht aufgenommen.
   *[no] { $group } hat dich diesmal nicht aufgenommen.
  }
told-join-request-lapsed = { $hidden ->
    [yes] Eine Gruppe, die du gefragt hast, hat nicht geantwortet. Du kannst noch einmal fragen.
   *[no] { $group } hat dir nicht geantwortet. Du kannst noch einmal fragen.
  }
told-steward-began = { $hidden ->
    [yes] Du kümmerst dich um eine deiner Gruppen, bis { $until }.
   *[no] Du kümmerst dich um { $group }, bis { $until }.
  }
told-steward-ended = { $how ->
    [silent] { $hidden ->
        [yes] Etwas hat zu lange auf Antwort gewartet, darum kümmerst du dich nicht mehr um eine deiner Gruppen. Du kannst dich wieder bereit erklären.
       *[no] Etwas hat zu lange auf Antwort gewartet, darum kümmerst du dich nicht mehr um { $group }. Du kannst dich wieder bereit erklären.
      }
    [recalled] { $hidden ->
        [yes] Die Mitglieder einer deiner Gruppen haben beschlossen, dass du dich nicht mehr um sie kümmerst.
       *[no] Die Mitglieder von { $group } haben beschlossen, dass du dich nicht mehr um sie kümmerst.
      }
   *[over] { $hidden ->
        [yes] Deine Zeit, dich um eine deiner Gruppen zu kümmern, ist um. Danke.
       *[no] Deine Zeit, dich um { $group } zu kümmern, ist um. Danke.
      }
  }
told-steward-awaited = { $hidden ->
    [yes] In einer deiner Gruppen wartet seit drei Wochen etwas auf Antwort.
   *[no] In { $group } wartet seit drei Wochen etwas auf Antwort.
  }
told-agreement-lapses-soon = { $hidden ->
    [yes] Worauf sich eine deiner Gruppen geeinigt hat, gilt bis { $until }, wenn ihr es nicht verlängert.
   *[no] { $group } hat sich darauf geeinigt: „{ $title }“. Das gilt bis { $until }, wenn ihr es nicht verlängert.
  }
told-steward-called = { $hidden ->
    [yes] Eine deiner Gruppen sucht jemanden, der sich um sie kümmert. Du könntest dich bereit erklären.
   *[no] { $group } sucht jemanden, der sich um sie kümmert. Du könntest dich bereit erklären.
  }

asking-not-found = Diese Einladung gibt es nicht, oder ihre Zeit ist um.
already-asked-in = Du hast schon gefragt. Bis { $until } ist Zeit für eine Antwort.
asking-went-out = Das ist schon unterwegs.
too-many-asked-in = Du kannst { $at_most } Menschen am Tag einladen. Komm bitte morgen wieder.
asked-around-lately = Ganze Straßen, und alle in der Nähe, werden selten gefragt. Du und deine Gruppe könnt das wieder ab { $at }.
hidden-groups-ask-nobody-around = Von dieser Gruppe soll niemand wissen. Lade Menschen einzeln ein.
street-too-far = Diese Straße ist weiter als { $km } km von der Gruppe entfernt.
asking-waiting = Das wartet auf noch jemanden von euch.
asking-open = { $kind ->
    [person] Bis { $until } ist Zeit für eine Antwort.
   *[other] Wen es erreicht hat, kann bis { $until } antworten.
  }
asking-came = { $name } ist daraufhin gekommen.
asking-over = Die Zeit dafür ist um.
asked-in-by-person = { $name } lädt dich zu { $group } ein.
asked-in-by-group = { $group } lädt die Nachbarschaft ein.
told-asked-in = { $hidden ->
    [yes] Jemand lädt dich in eine Gruppe ein. Öffne sie, um mehr zu sehen.
   *[no] { $name } lädt dich zu { $group } ein.
  }
told-asked-in-around = { $group } lädt die Nachbarschaft ein.
too-many-proposed = { $at_most } Änderungen daran warten schon auf eine weitere Hand.
