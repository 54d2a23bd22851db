"""Posts over HTTP."""

from backend.posts import models
from backend.web.room import Room

__all__ = ["models", "room"]

room = Room("posts", description="Offers, needs and hellos.")
