"""Decisions over HTTP."""

from backend.decisions import models
from backend.web.room import Room

__all__ = ["models", "room"]

room = Room("decisions", description="How a group changes anything about itself, and draws by lot.")
