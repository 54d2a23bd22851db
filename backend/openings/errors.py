"""Why an opening, or a date of it, cannot be as somebody would like."""

from backend.kernel.facts import Fact, Kind


class OpeningNotFound(Fact):
    """There is no such opening for the caller, or it is held no longer."""

    kind = Kind.NOT_FOUND


class OpeningDateNotFound(Fact):
    """The opening has no such date, or none that the caller may see."""

    kind = Kind.NOT_FOUND


class KnockNotFound(Fact):
    """Nobody knocked so, or the date is over and it is forgotten."""

    kind = Kind.NOT_FOUND


class GuestNotFound(Fact):
    """Nobody is marked so in this home."""

    kind = Kind.NOT_FOUND


class OpeningNeedsADay(Fact):
    """An opening is on a weekday, on a date, or by a rule; one of them is said, and not two."""

    kind = Kind.UNPROCESSABLE


class OpeningNotAhead(Fact):
    """The date is over, or more than `at_most_days` ahead."""

    kind = Kind.UNPROCESSABLE


class OpeningNotThen(Fact):
    """It is not open on that date: it is `state`."""

    kind = Kind.CONFLICT


class OpeningIsFull(Fact):
    """As many as `at_most` said that they may come, and there is no room for more."""

    kind = Kind.CONFLICT


class OpeningHoldsMore(Fact):
    """The space holds `at_most` people, so no more can be let in."""

    kind = Kind.UNPROCESSABLE


class KnockFirst(Fact):
    """The host likes to be asked: knock, and the door is shown once the host has seen it."""

    kind = Kind.CONFLICT


class NobodyToKnockFor(Fact):
    """The door is open without asking."""

    kind = Kind.CONFLICT


class HostOpensAlone(Fact):
    """A home is opened by its host; nobody else is called to its key."""

    kind = Kind.CONFLICT


class RotaIsFull(Fact):
    """`at_most` are on the rota of that date already."""

    kind = Kind.CONFLICT


class TooManyOpenings(Fact):
    """The space has `at_most` openings already."""

    kind = Kind.CONFLICT
