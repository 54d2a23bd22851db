# Spaces: what they say of themselves, and why something cannot be done with them.

space-open-until = Open now until { $closes_at }.
space-closed-until = Closed; opens { $opens_at }.
space-open-for-now = Open now, day and night.
space-closed-for-now = Closed for the next two weeks at least.
space-wants-asking = A keeper is asked first.
space-asks-you = Whoever would like to come asks you first.
space-retired-since = No longer shared since { $retired_at }.

space-not-found = There is no such space for you.
not-a-keeper = Only those who hold the key to this space can do that.
space-retired = This space is no longer shared, so nothing about it changes any more.
too-many-spaces = One person keeps { $at_most } spaces at most. Perhaps somebody else would like to hold this key.
too-many-keepers = A space has { $at_most } keepers at most.
group-keeps-space = A group keeps this space. Its members decide whether it is shared.
last-keeper-must-hand-over-or-retire = You are the only one with a key. Hand it to somebody, or stop sharing the space.
rooms-inside-first = { $rooms ->
    [one] There is still a room inside that is shared.
   *[other] There are still { $rooms } rooms inside that are shared.
  } Move them out or stop sharing them first.
space-inside-itself = A space cannot be inside itself.
house-too-deep = A house has { $at_most } levels at most: house, floor, room, corner.
house-too-big = A house holds { $at_most } spaces at most.
shared-holds-nothing-inside = Only a space with no rooms inside can be shared by several bookings at once.
shared-needs-a-capacity = Please say how many people fit in, so that several bookings can share the space.
occupancies-would-collide = Bookings of the space and of the house hold the same time. Please settle those first.
terms-do-not-fit = No booking could be made so: it may last { $max_minutes } minutes at most and has to last { $at_least_minutes } at least.
closure-not-found = This space has no such closure.
closure-not-ahead = A closure ends after it begins, and after now. Please check the two times.
too-many-closures = A space has { $at_most } closures ahead at most.
date-not-readable = Please write the date as 2027-12-24.
date-out-of-reach = Hours can be set from today until { $at_most_days } days ahead.
too-many-hours-exceptions = A space has other hours on { $at_most } dates at most. Perhaps the weekly hours can be changed.
