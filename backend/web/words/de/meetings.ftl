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
meeting-in-this-space = Das Treffen hat diesen Raum schon gebucht.
space-keeps-other-time = Die Uhr geht dort anders. Nimm den Raum für einzelne Tage.
turn-is-taken = Da schließt schon jemand anders auf.
turn-not-yours = Du kannst nur zurückgeben oder tauschen, wenn du dran bist, und nur mit jemand anderem.
thing-not-found = Das steht nicht auf der Liste.
thing-is-taken = Das bringt schon jemand anderes mit.
too-many-things = Auf der Liste stehen schon { $at_most } Dinge.
nobody-opens-up = Für dieses Treffen muss niemand aufschließen.
too-many-on-the-rota = Es wechseln sich schon { $at_most } ab. Danke!

meeting-next = { $title }: das nächste Mal am { $starts_at }.
meeting-to-be-taken-over = { $title }: das nächste Mal am { $starts_at }. { $hands ->
    [one] Eine Person von euch würde
   *[other] { $hands } von euch würden
  } es übernehmen; es braucht { $needed }.
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
told-meeting-lost-a-place = { $hidden ->
    [yes] Bei einem Treffen am { $starts_at } ist Platz für weniger: Du bist jetzt in der Reihe.
   *[no] Bei { $title } am { $starts_at } ist Platz für weniger: Du bist jetzt in der Reihe.
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
told-meeting-called = { $hidden ->
    [yes] Eine deiner Gruppen trifft sich am { $starts_at }. Magst du kommen?
   *[no] { $title } ist am { $starts_at }. Magst du kommen?
  }
told-meeting-lost-its-room = { $hidden ->
    [yes] { $dates ->
        [one] Eines deiner Treffen, am { $starts_at }, hat keinen Raum mehr.
       *[other] Eines deiner Treffen hat an { $dates } Tagen keinen Raum mehr, zuerst am { $starts_at }.
      }
   *[no] { $dates ->
        [one] { $title } am { $starts_at } hat keinen Raum mehr. Du könntest einen anderen finden.
       *[other] { $title } hat an { $dates } Tagen keinen Raum mehr, zuerst am { $starts_at }. Du könntest einen anderen finden.
      }
  }
told-meeting-has-a-room = { $hidden ->
    [yes] Eines deiner Treffen, am { $starts_at }, ist an einem anderen Ort.
   *[no] { $title } am { $starts_at } ist an einem anderen Ort: Schau nach, wo.
  }
told-meeting-has-other-rooms = { $hidden ->
    [yes] Eines deiner Treffen ist an einem anderen Ort, ab { $starts_at }.
   *[no] { $title } ist ab { $starts_at } an einem anderen Ort: Schau nach, wo.
  }
told-meeting-is-on-again = { $hidden ->
    [yes] Dein Treffen am { $starts_at } findet doch statt.
   *[no] { $title } am { $starts_at } findet doch statt.
  }
told-meeting-you-open = { $hidden ->
    [yes] Du bist am { $starts_at } mit Aufschließen dran, für jemanden, der nicht kann.
   *[no] Du bist am { $starts_at } mit Aufschließen dran: { $title }, für jemanden, der nicht kann.
  }
told-meeting-nobody-opens = { $hidden ->
    [yes] Für dein Treffen am { $starts_at } schließt noch niemand auf. Kannst du?
   *[no] Für { $title } am { $starts_at } schließt noch niemand auf. Kannst du?
  }
told-meeting-swap-asked = { $hidden ->
    [yes] Jemand bittet dich, am { $starts_at } aufzuschließen, und täte es dafür am { $other }.
   *[no] Jemand bittet dich, am { $starts_at } für { $title } aufzuschließen, und täte es dafür am { $other }.
  }
told-meeting-turns-swapped = { $hidden ->
    [yes] Ihr habt getauscht: Du schließt am { $starts_at } auf, jemand anders am { $other }.
   *[no] Ihr habt getauscht: Du schließt für { $title } am { $starts_at } auf, jemand anders am { $other }.
  }
told-meeting-has-its-room = { $hidden ->
    [yes] Dein Treffen am { $starts_at } hat seinen Raum wieder.
   *[no] { $title } am { $starts_at } hat seinen Raum wieder.
  }
