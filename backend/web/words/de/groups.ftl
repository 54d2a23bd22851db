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

request-asked = { $name } möchte zu { $group } gehören.
request-admitted = { $name } wurde in { $group } aufgenommen.
request-declined = { $name } wurde nicht in { $group } aufgenommen.
request-withdrawn = Jemand möchte nicht mehr zu { $group } gehören.
request-lapsed = Niemand hat { $name } rechtzeitig geantwortet.
request-mine-asked = { $group } hat bis { $until } Zeit, dir zu antworten.
request-mine-admitted = { $group } hat dich aufgenommen.
request-mine-declined = { $group } hat dich nicht aufgenommen. Du kannst noch einmal fragen.
request-mine-withdrawn = Du hast den Wunsch zurückgenommen, zu { $group } zu gehören.
request-mine-lapsed = { $group } hat nicht geantwortet. Du kannst noch einmal fragen.

told-join-request-asked = Jemand möchte zu { $group } gehören.
told-join-request-admitted = { $group } hat dich aufgenommen.
told-join-request-declined = { $group } hat dich diesmal nicht aufgenommen.
