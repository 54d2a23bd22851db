"""Series: a space booked again and again, by a rule in the wall time of the place."""
