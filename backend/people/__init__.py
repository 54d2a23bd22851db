"""Who somebody is here: signing in, what neighbours see of one, and leaving."""
