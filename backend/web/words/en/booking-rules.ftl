# When a space is open, and what a booking must keep to.

unknown-zone = There is no time zone called "{ $zone }".
too-many-opening-hours = That is too much to read on a door. At most { $at_most } lines, please.
impossible-opening-hours = No clock shows these opening hours. Please check the times.

booking-in-the-past = That time has already begun. The next you can book begins on { $earliest_at }.
booking-too-soon = The keepers want to know a little earlier. The next you can book begins on { $earliest_at }.
booking-too-far-ahead = That is too far ahead. The last you can book for now begins on { $latest_at }.
booking-too-short = That is too short. Please book at least { $at_least_minutes } minutes.
booking-too-long = That is too long. Please book at most { $at_most_minutes } minutes.
booking-off-step = Bookings here begin and end every { $step_minutes } minutes. The nearest begins on { $starts_at }.
too-many-people = There is room for { $at_most ->
    [one] one person
   *[other] { $at_most } people
  } here.
closed-then = It is not open all through that time.{ $opens_at ->
    [None] { " " }It stays closed for now.
   *[other] { " " }It opens on { $opens_at } and closes on { $closes_at }.
  }
booking-cannot-become = This booking has moved on meanwhile. Please look at it again.

rule-too-long = That rule is too long. At most { $at_most } characters, please.
rule-not-understood = This way of repeating is not understood here: "{ $part }".
rule-too-fine = A series has one time a day at most.
rule-needs-an-end = Please say until when it repeats, or that it runs until stopped.
rule-has-no-dates = There is no such date as far ahead as can be booked.
too-many-dates = That is too many dates at once. At most { $at_most }, please.
