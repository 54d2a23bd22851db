# Openings: when a place is simply open, and why something about it cannot be.

opening-planned = Open to everybody on { $starts_at } to { $until }. Just come in.
opening-open = Open to everybody until { $until }. Just come in.
opening-of-home-ask-me = { $space } is open to neighbours on { $starts_at } to { $until }. Knock with your first name, and the host shows you the door.
opening-of-home-anyone = { $space } is open to neighbours on { $starts_at } to { $until }. Say that you may come, and the door is shown to you two hours before.
opening-of-mine-ask-me = You open { $space } to neighbours on { $starts_at } to { $until }. Whoever would like to come asks you first.
opening-of-mine-anyone = You open { $space } to neighbours on { $starts_at } to { $until }. Whoever says that they may come is shown the door two hours before.
opening-you-are-welcome = You are welcome at { $space } on { $starts_at } to { $until }. Just come in.
opening-knocked = You have knocked at { $space } for { $starts_at } to { $until }. The host shows you the door once they have seen it.
opening-full = { $space } is full on { $starts_at } to { $until }. Perhaps another day.
opening-needs-opener = Somebody is still needed to open the door of { $space } on { $starts_at } to { $until }. Could it be you?
opening-not-opening = Nobody could open the door of { $space } on { $starts_at }, so it stays shut this time.
opening-over = { $space } was open to everybody on { $starts_at } to { $until }.
opening-not-today = { $space } does not open on { $starts_at }.
opening-taken = { $space } does not open on { $starts_at }: somebody has booked it then.
opening-closed = { $space } is closed for a while, also on { $starts_at }.
opening-no-dates = { $space } has no date ahead on which it is open to everybody.

opening-not-found = There is no such opening for you.
opening-date-not-found = There is nothing on that date for you.
knock-not-found = Nobody has knocked so.
guest-not-found = Nobody is marked so.
opening-needs-a-day = Please say a weekday, a date or a rule, and not two of them.
opening-not-ahead = An opening is ahead, and { $at_most_days } days ahead at most.
opening-not-then = { $state ->
    [over] { $space } was open then; that is over.
   *[other] { $space } does not open then.
  }
opening-is-full = { $at_most } may come, and as many have said so.
opening-holds-more = The space holds { $at_most } people.
knock-first = The host likes to be asked. Knock with your first name.
nobody-to-knock-for = You need not knock. Just say that you may come.
host-opens-alone = A home is opened by its host alone.
rota-is-full = { $at_most } are on the rota that day already. Thank you!
too-many-openings = A space has { $at_most } openings at most. Perhaps one of them can be changed.

told-opening-needs-opener = Somebody is needed to open the door of { $space } on { $starts_at }. Could it be you?
told-opening-changed = { $space } is open at another time now: { $starts_at }.
told-opening-not-today = { $space } does not open on { $starts_at }.
told-opening-after-all = { $space } opens on { $starts_at } after all.
told-opening-ended = { $space } does not open on { $starts_at }, nor on later dates.
told-opening-knock = { $first_name } is knocking at { $space } for { $starts_at }.
told-opening-welcome = You are welcome at { $space } on { $starts_at }. The door is shown to you now.
