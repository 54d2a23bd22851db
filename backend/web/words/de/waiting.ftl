# Auf eine Zeit warten: was ein Platz in der Reihe von sich sagt, und warum etwas nicht geht.

wait-not-found = In einer solchen Reihe stehst du nicht.
time-is-free = { $name } ist dann frei. Du kannst gleich buchen.
already-in-line = Für diese Zeit stehst du schon in der Reihe.
too-many-waits = Eine Person wartet auf höchstens { $at_most } Zeiten. Verlass zuerst eine andere Reihe.
not-offered-now = { $state ->
    [waiting] Du bist noch nicht an der Reihe.
    [taken] Das hast du schon gebucht.
    [declined] Du hast dazu nein gesagt.
    [left] Du hast diese Reihe verlassen.
    [passed_on] Es wurde den Nächsten angeboten. Wenn es noch frei ist, kannst du es buchen.
   *[over] Dafür ist es zu spät.
  }

wait-waiting = Du bist Nummer { $place } in der Reihe für { $space } am { $starts_at }.
wait-offered = { $space } am { $starts_at } ist bis { $offered_until } für dich frei gehalten.
wait-taken = Du hast { $space } am { $starts_at } gebucht.
wait-declined = Du hast zu { $space } am { $starts_at } nein gesagt.
wait-passed-on = { $space } am { $starts_at } wurde weitergegeben. Du bleibst in der Reihe, falls es wieder frei wird.
wait-over = Du warst in der Reihe für { $space } am { $starts_at }.
wait-left = Du hast die Reihe für { $space } am { $starts_at } verlassen.

told-offered-time = { $space } ist ab { $starts_at } nun doch frei und bis { $closes_at } für dich gehalten.
told-offer-passed-on = { $space } ab { $starts_at } wurde den Nächsten in der Reihe angeboten.
told-time-free-again = { $space } ist ab { $starts_at } wieder frei. Wer zuerst bucht, hat es.
