# Caring for a place: whether anybody is there, who has the key, and how it was left.

# On the card on the wall.
card-question = Booked, but empty?
card-answer = Scan this with your phone. We ask whoever booked. If nobody answers within ten minutes, the room is free.
card-come-in = Come and join us
card-how-to-come-in = Scan this with your phone. It says who we are and what we do, before you say yes.

asked-if-there = We have asked. Without an answer by { $answer_by }, it is free.
card-does-not-fit = Please scan the card on the wall of this room. An older card no longer works.
nobody-has-it = Nobody has booked it now. It is free.
somebody-is-there = They are there, or it is your own time.
too-soon-to-ask = They may only be late. From { $ask_at } you can ask.
too-late-to-ask = Their time ends on { $ends_at }, before they would have to answer.

access-for-keepers = You keep { $space }, so you see this always.
access-shown = This is how to get into { $space }, until { $ends_at }.
access-shown-now = This is how to get into { $space }.
access-shown-later = How to get into { $space } is shown here from { $shown_at }.
access-after-a-yes = How to get into { $space } is shown here once a keeper has said yes.
access-over = This is over, so how to get in is no longer shown.
key-with-keepers = The keepers have the key.
key-with-you = You have the key.
key-with = { $first_name } has the key.
key-missing = Nobody knows where the key is. The keepers have been told.
key-not-with-you = The key is handed on by who has it, by the keepers, or by whoever is there next.

too-early-to-leave = That can be said once your time there has begun.
too-late-for-note = That can be said for { $at_most_hours } hours after the end. You can still write to the keepers.
mending-not-ahead = Please choose a time ahead, { $at_most_days } days at most.

told-are-you-there = Somebody finds { $space } empty. Are you there? Please say so by { $answer_by }; then it is free for others.
told-key-passed-on = The key of { $space } has been passed on to you, for { $starts_at }.
told-key-with-keepers = The key of { $space } is back with its keepers.
told-key-missing = Nobody knows where the key of { $space } is.
told-key-missing-before-you = Nobody knows where the key of { $space } is. The keepers have been told, before you come on { $starts_at }.
told-key-found = The key of { $space } has been found.
told-key-found-before-you = The key of { $space } has been found, in time for { $starts_at }.
told-key-holder-left = Whoever had the key of { $space } has left. Please see where it is.
told-key-holder-left-before-you = Whoever had the key of { $space } has left. The keepers have been told, before you come on { $starts_at }.
told-left-broken = Something in { $space } is broken, says somebody who was there on { $starts_at }.
told-mending-since-many-say-so = Three neighbours say that something in { $space } is broken. Nobody can book it until { $until }, unless you open it again.
told-space-being-mended = { $space } is being mended until { $until }. { $starts_at } still stands; you may want to look at other times.
told-space-mended = { $space } is mended. { $starts_at } can be as planned.
told-no-longer-fits = { $space } has other hours or terms now, which { $starts_at } does not fit. It still stands; the keepers know.
told-bookings-no-longer-fit = After the change, { $bookings ->
    [one] one booking of { $space } no longer fits.
   *[other] { $bookings } bookings of { $space } no longer fit.
  } They stand; please have a look.
