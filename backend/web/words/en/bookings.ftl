# Bookings: what they say of themselves, and why something cannot be.

booking-not-found = There is no such booking for you.
space-already-booked = Somebody has it then. Have a look at the suggestions.
space-cannot-be-booked = { $name } is no longer shared.
window-too-long = A calendar shows { $at_most_days } days at a time.
window-upside-down = It ends before it begins. Please check the two times.
not-yours = Only who booked it can do that.

booking-asked = The keepers of { $space } have until { $answer_by }{ $silence ->
    [yes] ; then it is yours.
   *[no] ; without an answer it is not held for you.
  }
booking-confirmed = { $space } is { $is_group ->
    [yes] your group's
   *[no] yours
  } from { $starts_at }.
booking-running = { $space } is { $is_group ->
    [yes] your group's
   *[no] yours
  } until { $ends_at }.
booking-asked-if-there = Somebody finds { $space } empty. Are you there? Please say so by { $until }; then it is free for others.
booking-ended = { $is_group ->
    [yes] Your group
   *[no] You
  } had { $space } from { $starts_at }.
booking-declined = The keepers of { $space } cannot make { $starts_at } possible.
booking-lapsed = Nobody answered in time; { $space } is not held for you.
booking-cancelled = You called this off.
booking-cancelled-by-group = Somebody of your group called this off.
booking-released = This was given back.
booking-missed = Nobody was there, so the time was given back.
booking-cancelled-by-keeper = A keeper of { $space } had to call off { $starts_at }.
booking-released-space-retired = { $space } is no longer shared, so { $starts_at } cannot happen there.

booking-asked-for-keeper = Somebody would like { $space } from { $starts_at }. Please answer by { $answer_by }{ $silence ->
    [yes] ; silence means yes.
   *[no] ; silence means no.
  }
booking-asked-of-group = Somebody would like { $space } from { $starts_at }. It takes { $needed } of you; so far { $yes } said yes and { $no } no. You have until { $answer_by }{ $silence ->
    [yes] ; silence means yes.
   *[no] ; silence means no.
  }
booking-confirmed-for-keeper = { $space } is booked from { $starts_at } until { $ends_at }.
booking-running-for-keeper = { $space } is in use until { $ends_at }.
booking-ended-for-keeper = { $space } was used from { $starts_at }.
booking-declined-for-keeper = This was declined.
booking-lapsed-for-keeper = This was not answered in time and is not held.
booking-cancelled-for-keeper = This was called off.
booking-released-for-keeper = This was given back.
booking-missed-for-keeper = Nobody was there, so the time was given back.

fair-use-reached = { $limit ->
    [one_at_a_time] You have this space then already.
    [most_open] You have { $most } times ahead here already, which is as many as one may have.
    [most_bookings] You have it { $most } times in { $days } days already, which is as often as one may.
   *[most_minutes] That would be more than { $most } minutes in { $days } days, which is as long as one may have it.
  }{ $again_at ->
    [None] { "" }
   *[other] { " " }There is room for you again from { $again_at }.
  }
too-late-to-undo = That can be undone for five minutes only. Please book it anew.
kept-free-of-series = These hours are kept free of series. A single booking may be had then.
