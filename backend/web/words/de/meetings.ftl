# Treffen von Gruppen: wann sie sind, und warum etwas nicht geht.

meeting-not-found = In deinen Gruppen gibt es dieses Treffen nicht.
meeting-date-not-found = An diesem Tag ist das Treffen nicht.
meeting-not-ahead = Ein Treffen liegt vor uns und beginnt innerhalb von { $at_most_days } Tagen.
meeting-date-is-over = { $state ->
    [called_off] Dieser Tag wurde abgesagt.
    [running] Dieser Tag hat begonnen.
   *[over] Dieser Tag ist vorbei.
  }
meeting-is-over = Dieses Treffen hat keine Tage mehr vor sich.
meeting-not-yours = Wer zum Treffen eingeladen hat, ändert es. Ist die Person nicht da, könnt ihr es zusammen übernehmen.
too-many-meetings = Eine Gruppe hat höchstens { $at_most } Treffen. Vielleicht lässt sich eines ändern.
too-many-dates-differ = So viele Tage weichen von der Regel ab, dass ein neues Treffen besser wäre.
space-needed-to-book = Bitte sag, welcher Raum gebucht werden soll.
thing-not-found = Das steht nicht auf der Liste.
thing-is-taken = Das bringt schon jemand anderes mit.
too-many-things = Auf der Liste stehen schon { $at_most } Dinge.
nobody-opens-up = Für dieses Treffen muss niemand aufschließen.
too-many-on-the-rota = Es wechseln sich schon { $at_most } ab. Danke!

meeting-next = { $title }: das nächste Mal am { $starts_at }.
meeting-is-over-now = { $title } hat keine Tage mehr vor sich.
meeting-date-planned = { $title } ist am { $starts_at }.
meeting-date-moved = { $title } wurde verlegt: auf { $starts_at }.
meeting-date-in-line = { $title } am { $starts_at } ist voll. Du bist Nummer { $place } in der Reihe.
meeting-date-has-no-room = { $title } ist am { $starts_at }, hat aber keinen Raum mehr.
meeting-date-running = { $title } ist jetzt, seit { $starts_at }.
meeting-date-over = { $title } war am { $starts_at }.
meeting-date-called-off = { $title } am { $starts_at } wurde abgesagt.

told-meeting-has-a-place = { $hidden ->
    [yes] Bei einem Treffen am { $starts_at } ist jetzt ein Platz für dich frei.
   *[no] Bei { $title } am { $starts_at } ist jetzt ein Platz für dich frei.
  }
told-meeting-is-elsewhere = { $hidden ->
    [yes] Eines deiner Treffen ist jetzt woanders.
   *[no] { $title } ist jetzt woanders.
  }
told-meeting-moved = { $hidden ->
    [yes] Eines deiner Treffen wurde verlegt: auf { $starts_at }.
   *[no] { $title } wurde verlegt: auf { $starts_at }.
  }
told-meeting-called-off = { $hidden ->
    [yes] Dein Treffen am { $starts_at } wurde abgesagt.
   *[no] { $title } am { $starts_at } wurde abgesagt.
  }
told-meeting-changed = { $hidden ->
    [yes] Eines deiner Treffen ist zu anderen Zeiten, zuerst am { $starts_at }.
   *[no] { $title } ist zu anderen Zeiten, zuerst am { $starts_at }.
  }
told-meeting-ended = { $hidden ->
    [yes] Eines deiner Treffen gibt es nicht mehr, ab { $starts_at }.
   *[no] { $title } gibt es nicht mehr, ab { $starts_at }.
  }
told-meeting-taken-over = { $hidden ->
    [yes] Um eines deiner Treffen kümmern sich jetzt andere aus der Gruppe.
   *[no] Um { $title } kümmern sich jetzt andere aus der Gruppe.
  }
