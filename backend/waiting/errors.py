"""Why somebody cannot wait for a time, or cannot have what they wait for."""

from backend.kernel.facts import Fact, Kind


class TimeIsFree(Fact):
    """Nobody need wait: the time can be booked now."""

    kind = Kind.CONFLICT


class AlreadyInLine(Fact):
    """The caller waits for this very time already."""

    kind = Kind.CONFLICT


class TooManyWaits(Fact):
    """One person waits for `at_most` times."""

    kind = Kind.CONFLICT


class WaitNotFound(Fact):
    """There is no such wait, or it is somebody else's."""

    kind = Kind.NOT_FOUND


class NotOfferedNow(Fact):
    """The time is not offered to the caller now: the wait is `state`."""

    kind = Kind.CONFLICT
