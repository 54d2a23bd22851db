"""Boards over HTTP."""

from backend.boards import models
from backend.web.room import Room

__all__ = ["models", "room"]

room = Room("boards", description="The notice board of a group.")
