# Entscheidungen: was gefragt wird, wie es steht, und warum etwas nicht geht.

decision-not-found = Diese Entscheidung gibt es hier nicht oder nicht mehr.
words-not-found = Unter dieser Adresse ist nichts veröffentlicht.
words-of-a-group = Eine der Gruppen hier
words-decided = { $method ->
    [consent] Gefragte Mitglieder: { $electors }. Niemand hatte Einwände.
    [majority] Stimmberechtigte Mitglieder: { $electors }. Dafür: { $yes }. Dagegen: { $no }.
    [two_thirds] Stimmberechtigte Mitglieder: { $electors }. Dafür: { $yes }. Dagegen: { $no }.
   *[other] Stimmberechtigte Mitglieder: { $electors }. Abgestimmt haben: { $ballots }.
  }
decision-is-frozen = Die Abstimmung hat begonnen. Was zur Abstimmung steht, ändert sich nicht mehr.
not-your-decision = Das kann nur, wer es vorgeschlagen hat.
not-voting-now = Darüber kann jetzt nicht abgestimmt werden.
not-an-elector = Es stimmt ab, wer bei der Eröffnung schon eine Weile dazugehörte und nicht selbst gemeint ist.
ballot-does-not-fit = { $method ->
    [consent] Sag, ob es dir recht ist oder ob du Einwände hast.
    [support] Sag zu jeder der { $options } Möglichkeiten, auch der letzten, wie sehr du dafür bist: 0 bis 5.
    [lot] Nenne eine der Möglichkeiten.
   *[other] Sag Ja oder Nein, oder enthalte dich.
  }
method-not-for-this = Darüber wird anders entschieden: { $ways ->
    [two_thirds] Zwei Drittel derer, die Ja oder Nein sagen, müssen dafür sein.
    [two_thirds_or_majority] Zwei Drittel derer, die Ja oder Nein sagen, müssen dafür sein, oder mehr als die Hälfte.
    [support_or_lot] Ihr sagt zu jeder Möglichkeit, wie sehr ihr dafür seid, oder eine der Stimmen wird gezogen.
   *[other] Es wird gefragt, ob jemand etwas dagegen hat, oder mehr als die Hälfte oder zwei Drittel müssen dafür sein.
  }
weight-only-rises = { $least ->
    [charter] Das berührt, worauf die Gruppe gebaut ist. Es braucht die Zeit dafür.
   *[other] Das wiegt schwerer.
  }
options-do-not-fit = Möglichkeiten gibt es nur bei einer Auswahl: { $least } bis { $most }, oder keine.
closing-does-not-fit = Diese Abstimmung endet frühestens in { $hours ->
    [one] einer Stunde
   *[other] { $hours } Stunden
  } und dauert höchstens { $days } Tage.
action-impossible = { $why ->
    [person_gone] Wer gemeint ist, ist nicht mehr hier.
    [not_in_group] Wer gemeint ist, gehört nicht zur Gruppe.
    [no_wish_to_join] Die Person hat nicht um Aufnahme gebeten oder nicht mehr.
    [no_steward] Die Person kümmert sich zurzeit nicht um die Gruppe.
    [no_stewards_here] In einer kleinen Gruppe kümmern sich alle. Sie braucht niemanden dafür.
    [no_seat_free] Es kümmern sich schon so viele um die Gruppe, wie sie braucht.
    [agreement_over] Diese Vereinbarung gilt nicht mehr.
    [review_not_ahead] Der Tag der Überprüfung muss nach dem Tag liegen, ab dem es gilt, und in den nächsten fünf Jahren.
    [not_a_neighbourhood] Eine solche Nachbarschaft gibt es nicht.
    [neighbourhood_is_nearby] Eine Nachbarschaft ist für alle sichtbar.
    [in_it_already] Die Gruppe gehört schon zu dieser Nachbarschaft.
    [in_no_neighbourhood] Die Gruppe gehört zu keiner Nachbarschaft.
    [too_few_to_decide] In der Gruppe sind zu wenige, um das zu entscheiden.
    [nothing_would_change] Es würde sich nichts ändern.
    [space_gone] Der Raum wird nicht mehr geteilt.
    [space_kept_by_another] Um den Raum kümmert sich eine andere Gruppe.
    [key_not_brought] Nur wer den Schlüssel hat, kann einen Raum in die Gruppe bringen.
    [space_not_ours] Um diesen Raum kümmert sich die Gruppe nicht.
    [space_ours_already] Um diesen Raum kümmert sich die Gruppe schon.
    [no_key_there] Dafür müsste dort schon jemand den Schlüssel haben, oder die Gruppe müsste beschließen, den Raum zu nehmen.
    [rooms_inside] Darin sind noch Räume, die geteilt werden.
   *[cannot_be_done] Als es so weit war, ging es nicht mehr.
  }
tied-lately = Dasselbe wurde gefragt und ging unentschieden aus. Es kann nach { $until } wieder gefragt werden.
contested-lately = Dasselbe wurde angefochten. Es kann mit mehr Gewicht oder mit zwei Dritteln wieder gefragt werden.
too-many-decisions = Es laufen schon { $at_most } Entscheidungen. Bitte lasst erst eine zu Ende gehen.
nothing-to-contest = Es ist nicht angenommen, oder es gilt schon.
not-talked-about = Darüber wird nicht mehr gesprochen.
too-many-remarks = Du hast schon { $at_most } Mal etwas dazu gesagt. Lass andere zu Wort kommen.
not-counted-yet = Stimmen sind zu sehen, wenn sie gezählt sind, und ohne Namen.

decision-option = { $words }
all-stays = Alles bleibt, wie es ist.
decision-draft = Diesen Entwurf siehst nur du.
decision-discussing = Ihr könnt bis { $until } darüber sprechen. Dann beginnt die Abstimmung.
decision-asking = Einwände bis { $until }? Ohne Einwände ist es beschlossen.
decision-asking-longer = Es hatten zu wenige abgestimmt, darum ist länger Zeit: bis { $until }.
decision-voting = Du kannst bis { $until } abstimmen.
decision-voting-without-you = Die anderen können bis { $until } sagen, was sie davon halten. Du stimmst hier nicht mit ab.
decision-rejected = Es wurde nicht angenommen. Alles bleibt, wie es ist.
decision-objected = Jemand hatte Einwände. Alles bleibt, wie es ist.
decision-no-quorum = Weniger als { $quorum } haben abgestimmt. Alles bleibt, wie es ist.
decision-tied = Ebenso viele waren dafür wie dagegen. Alles bleibt, wie es ist.
decision-cooling-off = Es ist angenommen und gilt ab { $until }, wenn nicht { $needed ->
    [one] eine Person unter euch es anficht.
   *[other] { $needed } von euch es anfechten.
  }
decision-contested = Es war angenommen, und { $needed ->
    [one] eine Person unter euch hat es angefochten.
   *[other] { $needed } von euch haben es angefochten.
  } Alles bleibt, wie es ist.
decision-enacted = Es ist beschlossen und getan.
decision-chosen = Ihr habt gewählt: { $chosen }
decision-impossible = Es ging nicht mehr.
vote-is-secret = Niemand erfährt, wie du abstimmst. { $few ->
    [yes] Aber ihr seid so wenige, dass schon das Ergebnis es zeigen kann.
   *[no] Das Ergebnis steht ohne Namen da.
  }
decision-withdrawn = Es wurde zurückgezogen.

told-decision-opened = { $group } fragt: „{ $title }“. Du kannst bis { $until } antworten.
told-decision-extended = { $group } fragt noch: „{ $title }“. Du kannst bis { $until } antworten.
told-decision-settled = { $state ->
    [enacted] { $group } hat beschlossen: „{ $title }“
    [cooling_off] { $group } hat beschlossen: „{ $title }“. Es kann noch angefochten werden.
    [contested] Es wurde angefochten, und in { $group } ändert sich nichts: „{ $title }“
    [objected] Jemand hatte in { $group } Einwände: „{ $title }“
    [tied] In { $group } ging es unentschieden aus: „{ $title }“
    [impossible] In { $group } ging es nicht mehr: „{ $title }“
    [no_quorum] In { $group } haben zu wenige abgestimmt: „{ $title }“
   *[rejected] In { $group } wurde es nicht angenommen: „{ $title }“
  }
told-decision-of-mine = Eine deiner Gruppen entscheidet etwas.
