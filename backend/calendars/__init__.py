"""Feeds that calendar programs subscribe to: one private for each person, public ones of spaces."""
