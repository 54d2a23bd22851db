# Bookings: what they say of themselves, and why something cannot be.

booking-not-found = There is no such booking for you.
space-already-booked = Somebody has it then. Have a look at the suggestions.
space-cannot-be-booked = { $name } can be looked at, and cannot be booked here yet.
cannot-be-shared = This space is only ever held by one booking at a time.
window-too-long = A calendar shows { $at_most_days } days at a time.
window-upside-down = It ends before it begins. Please check the two times.
not-yours = Only who booked it can do that.

booking-asked = You have asked for { $space } from { $starts_at }; the keepers have not answered yet.
booking-confirmed = { $space } is yours from { $starts_at }.
booking-running = { $space } is yours until { $ends_at }.
booking-ended = You had { $space } from { $starts_at }.
booking-declined = The keepers of { $space } cannot make { $starts_at } possible.
booking-lapsed = Nobody answered in time; { $space } is not held for you.
booking-cancelled = You called this off.
booking-released = This was given back.
booking-missed = Nobody was there, so the time was given back.
booking-cancelled-by-keeper = A keeper of { $space } had to call off { $starts_at }.
booking-released-space-retired = { $space } is no longer shared, so { $starts_at } cannot happen there.

booking-asked-for-keeper = Somebody would like { $space } from { $starts_at }.
booking-confirmed-for-keeper = { $space } is booked from { $starts_at } until { $ends_at }.
booking-running-for-keeper = { $space } is in use until { $ends_at }.
booking-ended-for-keeper = { $space } was used from { $starts_at }.
booking-declined-for-keeper = This was declined.
booking-lapsed-for-keeper = This was not answered in time and is not held.
booking-cancelled-for-keeper = This was called off.
booking-released-for-keeper = This was given back.
booking-missed-for-keeper = Nobody was there, so the time was given back.
