"""People talking, about whatever brought them together."""
