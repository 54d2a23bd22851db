# Was Leute erfahren. Ein Satz für jede Art.
told-booking-asked = Jemand möchte { $space } ab { $starts_at }. Bitte antworte bis { $answer_by }.
told-booking-asked-no-more = Die Frage nach { $space } am { $starts_at } wurde zurückgezogen.
told-booking-answered-yes = { $space } gehört dir ab { $starts_at }.
told-booking-answered-no = Wer { $space } hütet, kann { $starts_at } nicht möglich machen.
told-booking-cancelled-by-keeper = Wer { $space } hütet, musste { $starts_at } absagen.
told-booking-cancelled-by-group = Jemand aus deiner Gruppe hat { $space } am { $starts_at } abgesagt.
told-booking-taken-up = { $space } gehört dir ab { $starts_at } nun doch.
told-booking-released-space-retired = { $space } wird nicht mehr geteilt, darum geht { $starts_at } dort nicht.
