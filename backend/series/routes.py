"""Series over HTTP."""

from backend.series import models as models
from backend.web.room import Room

room = Room("series", description="Spaces booked again and again, by a rule.")
