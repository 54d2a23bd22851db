"""Facts about promises."""

from backend.kernel.facts import Fact, Kind


class PromiseNotFound(Fact):
    """No such promise, or one between others."""

    kind = Kind.NOT_FOUND


class PromiseCannotBecome(Fact):
    """The promise is in a state in which the caller cannot do this with it."""

    kind = Kind.CONFLICT


class YourOwnPost(Fact):
    """Nobody promises anything to themself."""

    kind = Kind.CONFLICT


class HellosAreNotPromised(Fact):
    """A hello asks for nothing; it is answered with a word."""

    kind = Kind.CONFLICT


class AlreadyPromised(Fact):
    """The caller has asked for it, or answered it, already."""

    kind = Kind.CONFLICT


class AskedOftenEnough(Fact):
    """The caller asked for it, or answered it, several times of late, and nothing came of it."""

    kind = Kind.CONFLICT


class NotSoManyLeft(Fact):
    """Less is left than that."""

    kind = Kind.CONFLICT


class DatesAlreadyHeld(Fact):
    """Somebody else does it on some of these dates."""

    kind = Kind.CONFLICT


class DatesNeeded(Fact):
    """The post is for certain dates, and none of them is named."""

    kind = Kind.UNPROCESSABLE


class NotThoseDates(Fact):
    """Some of these dates are not among those of the post, or are over."""

    kind = Kind.UNPROCESSABLE


class TimeNotPossible(Fact):
    """The time ends before it begins, is over, or is outside the time of the post."""

    kind = Kind.UNPROCESSABLE


class NotLent(Fact):
    """It is not lent, so it is never due."""

    kind = Kind.UNPROCESSABLE


class DueTooEarly(Fact):
    """What is lent would be due before it is handed over."""

    kind = Kind.UNPROCESSABLE


class TooEarlyToSay(Fact):
    """Its time has not come, so nobody can have missed it."""

    kind = Kind.CONFLICT


class NotScarce(Fact):
    """It is shared out by whoever offers it, as they like."""

    kind = Kind.CONFLICT


class NotAmongThoseWhoAsked(Fact):
    """Only whoever offers it and who asked for it share it out."""

    kind = Kind.FORBIDDEN


class NobodyAsked(Fact):
    """There is nobody to share it out among."""

    kind = Kind.CONFLICT


class TooSoonToShareOut(Fact):
    """Others may still ask, and being quicker gives nobody a better place."""

    kind = Kind.CONFLICT


class NotNextInOrder(Fact):
    """The rule gives it to somebody else first."""

    kind = Kind.CONFLICT


class LotNotFound(Fact):
    """No lot was drawn for it, or not for the caller to see."""

    kind = Kind.NOT_FOUND


class NobodyToThank(Fact):
    """The other side is not here any more, or not in sight."""

    kind = Kind.CONFLICT


class AlreadyThanked(Fact):
    """Thanks are said once."""

    kind = Kind.CONFLICT


class ThanksNotFound(Fact):
    """Nobody thanked the caller for this."""

    kind = Kind.NOT_FOUND
