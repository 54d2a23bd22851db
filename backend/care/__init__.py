"""Caring for a place: whether anybody is there, who has the key, and how it was left."""
