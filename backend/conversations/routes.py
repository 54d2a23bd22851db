"""Conversations over HTTP."""

from backend.conversations import models
from backend.web.room import Room

__all__ = ["models", "room"]

room = Room("conversations", description="People talking about what brought them together.")
