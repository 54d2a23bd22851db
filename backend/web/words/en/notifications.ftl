# What people are told. One sentence for each kind.
told-booking-cancelled-by-keeper = A keeper of { $space } had to call off { $starts_at }.
told-booking-cancelled-by-booker = { $space } is free again: { $starts_at } was called off.
told-booking-made = { $space } is booked from { $starts_at }.
told-booking-released-space-retired = { $space } is no longer shared, so { $starts_at } cannot happen there.
