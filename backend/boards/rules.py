"""How much fits on a board, so that it stays readable and nobody drowns the others out."""

from datetime import timedelta

NOTICES = 10
NOTICES_WITHIN = timedelta(days=1)
"""So many notices one puts up within that time, on all boards together."""
ANSWERS = 30
ANSWERS_WITHIN = timedelta(hours=1)
MOST_ANSWERS = 500
"""Of one notice. Who has more to say begins another."""
MOST_TOLD = 200
"""How many members of a large group are told of a notice, as of anything (`groups.telling`)."""
