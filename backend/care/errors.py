"""Why a question, a key, a note or a card cannot be."""

from backend.kernel.facts import Fact, Kind


class CardDoesNotFit(Fact):
    """Whoever is no keeper stands in the room and scans the card on its wall; this is not it."""

    kind = Kind.FORBIDDEN


class NobodyHasIt(Fact):
    """Nobody has booked the space now, so that there is nobody to ask."""

    kind = Kind.CONFLICT


class SomebodyIsThere(Fact):
    """Who booked has said that they are there, or it is the caller's own time."""

    kind = Kind.CONFLICT


class TooSoonToAsk(Fact):
    """The booking began a moment ago; from `ask_at` on it may be asked about."""

    kind = Kind.CONFLICT


class TooLateToAsk(Fact):
    """The booking ends at `ends_at`, before an answer would have to be given."""

    kind = Kind.CONFLICT


class KeyNotWithYou(Fact):
    """The key is handed on by who has it, the keepers, or whose time there is near."""

    kind = Kind.FORBIDDEN


class TooEarlyToLeave(Fact):
    """The use has not begun, so nothing can be said of how the space was left."""

    kind = Kind.CONFLICT


class TooLateForNote(Fact):
    """How a space was left is said within `at_most_hours` hours of the end."""

    kind = Kind.CONFLICT


class MendingNotAhead(Fact):
    """The mending would end before now, or later than `at_most_days` days ahead."""

    kind = Kind.UNPROCESSABLE
