# Auslosungen.

draw-not-found = Diese Auslosung gibt es hier nicht oder nicht mehr.
pool-is-closed = Das Los ist gezogen. Wenn es auf dich gefallen ist, kannst du immer noch Nein sagen.
not-drawn = Das Los ist nicht auf dich gefallen.
too-many-draws = { $at_most ->
    [one] Eine Auslosung läuft schon. Bitte lass sie erst enden.
   *[other] { $at_most } Auslosungen laufen schon. Bitte lass erst eine davon enden.
  }
draw-closing-does-not-fit = Gib den Mitgliedern mindestens eine Stunde, um auszusteigen, und höchstens { $days } Tage.

draw-open = { $mine ->
    [out] Du bist ausgestiegen. Gelost wird am { $until }.
    [late] Gelost wird am { $until }, unter denen, die beim Ausrufen schon eine Weile dazugehörten.
   *[other] Gelost wird am { $until }. Bis dahin kannst du aussteigen.
  }
draw-drawn = { $mine ->
    [seated] Das Los ist auf dich gefallen. Du kannst Nein sagen.
    [declined] Du hast Nein gesagt. Wer als Nächstes gelost wurde, ist gefragt.
   *[other] Das Los ist gezogen: { $taken } von { $seats } { $seats ->
        [one] Platz
       *[other] Plätzen
    } vergeben.
  }

told-draw-called = { $group } lost aus: „{ $purpose }“. Du kannst aussteigen.
told-drawn-by-lot = In { $group } ist das Los auf dich gefallen: „{ $purpose }“. Du kannst Nein sagen.
told-draw-of-mine = Es gibt Neues von einer Auslosung in einer deiner Gruppen.
