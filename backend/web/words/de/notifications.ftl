# Was Leute erfahren. Ein Satz für jede Art.
told-booking-cancelled-by-keeper = Wer { $space } hütet, musste { $starts_at } absagen.
told-booking-cancelled-by-booker = { $space } ist wieder frei: { $starts_at } wurde abgesagt.
told-booking-made = { $space } ist ab { $starts_at } gebucht.
told-booking-released-space-retired = { $space } wird nicht mehr geteilt, darum geht { $starts_at } dort nicht.
