"""Caring for a place, over HTTP."""

from backend.care import models
from backend.web.room import Room

room = Room("care", description="Whether anybody is there, who has the key, how it was left.")
assert models
