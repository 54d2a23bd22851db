# Draws by lot.

draw-not-found = There is no such draw here, or not any more.
pool-is-closed = The lot is drawn. You can still say no if it fell on you.
not-drawn = The lot did not fall on you.
too-many-draws = { $at_most ->
    [one] A draw is open. Please let it end first.
   *[other] { $at_most } draws are open. Please let one of them end first.
  }
draw-closing-does-not-fit = Give members an hour to step out at least, and { $days } days at most.

draw-open = { $mine ->
    [out] You stepped out. The lot is drawn on { $until }.
    [late] The lot is drawn on { $until } among those who had belonged for a while when it was called.
   *[other] The lot is drawn on { $until }. You can step out until then.
  }
draw-drawn = { $mine ->
    [seated] The lot fell on you. You can say no.
    [declined] You said no. The next was asked.
   *[other] The lot is drawn: { $taken } of { $seats } { $seats ->
        [one] seat
       *[other] seats
    } taken.
  }

told-draw-called = { $group } draws a lot: “{ $purpose }”. You can step out.
told-drawn-by-lot = The lot fell on you in { $group }: “{ $purpose }”. You can say no.
told-draw-of-mine = There is news of a draw in one of your groups.
