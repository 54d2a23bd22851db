"""Offers, needs and hellos: what neighbours could give, could use, or simply who they are."""
