"""Meetings over HTTP."""

from backend.meetings import models
from backend.web.room import Room

__all__ = ["models", "room"]

room = Room("meetings", description="When a group comes together.")
