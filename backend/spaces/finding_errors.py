"""Why nothing can be looked for in that way."""

from backend.kernel.facts import Fact, Kind


class FreeTimeNeedsBothEnds(Fact):
    """A free time is wanted without its beginning or its end."""

    kind = Kind.UNPROCESSABLE


class FreeTimeWrongWayRound(Fact):
    """A free time ends before it begins."""

    kind = Kind.UNPROCESSABLE


class FreeTimeTooFarApart(Fact):
    """A free time is looked for in more than `at_most_days`."""

    kind = Kind.UNPROCESSABLE


class FreeTimeInThePast(Fact):
    """A free time is over already."""

    kind = Kind.UNPROCESSABLE


class FreeTimeLongerThanItsWindow(Fact):
    """More minutes must be free than there are between the beginning and the end."""

    kind = Kind.UNPROCESSABLE
