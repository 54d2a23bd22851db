# Waiting for a time: what a wait says of itself, and why it cannot be.

wait-not-found = You are in no such line.
time-is-free = { $name } is free then. You can book it now.
already-in-line = You are in line for this time already.
too-many-waits = One person waits for { $at_most } times at most. Leave another line first.
not-offered-now = { $state ->
    [waiting] It is not your turn yet.
    [taken] You have booked this already.
    [declined] You said no to this.
    [left] You have left this line.
    [passed_on] It has been passed on to the next in line. If it is still free, you can book it.
   *[over] It is too late for this.
  }

wait-waiting = You are number { $place } in line for { $space } on { $starts_at }.
wait-offered = { $space } on { $starts_at } is held for you until { $offered_until }.
wait-taken = You have booked { $space } on { $starts_at }.
wait-declined = You said no to { $space } on { $starts_at }.
wait-passed-on = { $space } on { $starts_at } was passed on. You are still in line, should it become free again.
wait-over = You were in line for { $space } on { $starts_at }.
wait-left = You have left the line for { $space } on { $starts_at }.

told-offered-time = { $space } is free from { $starts_at } after all, and held for you until { $closes_at }.
told-offer-passed-on = { $space } from { $starts_at } has been passed on to the next in line.
told-time-free-again = { $space } is free again from { $starts_at }. Whoever books it first has it.
