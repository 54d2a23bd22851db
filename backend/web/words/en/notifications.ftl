# What people are told. One sentence for each kind.
told-booking-asked = Somebody would like { $space } from { $starts_at }. Please answer by { $answer_by }.
told-booking-asked-no-more = The question about { $space } on { $starts_at } has been taken back.
told-booking-answered-yes = { $space } is yours from { $starts_at }.
told-booking-answered-no = The keepers of { $space } cannot make { $starts_at } possible.
told-booking-cancelled-by-keeper = A keeper of { $space } had to call off { $starts_at }.
told-booking-cancelled-by-group = Somebody of your group called off { $space } on { $starts_at }.
told-booking-taken-up = { $space } is yours from { $starts_at } after all.
told-booking-released-space-retired = { $space } is no longer shared, so { $starts_at } cannot happen there.
