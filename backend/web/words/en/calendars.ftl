# Feeds for calendar programs.

calendar-not-found = There is no calendar at this address. Whoever made it may have taken it back.
calendar-mine = My bookings
calendar-of-space = { $space }
calendar-taken = Taken
calendar-openings-of-space = { $space } is open
calendar-open = Open
calendar-i-open = { $space }: you open the door
calendar-i-close = { $space }: you lock up
calendar-meeting = Meeting
calendar-no-room = It has no room any more.
calendar-promise = With { $name }
