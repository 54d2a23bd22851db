"""Promises over HTTP."""

from backend.promises import models
from backend.web.room import Room

__all__ = ["models", "room"]

room = Room("promises", description="Two neighbours agreed on an offer or a need.")
