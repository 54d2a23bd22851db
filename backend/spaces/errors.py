"""Why something cannot be done with a space, and what could be done instead."""

from backend.kernel.facts import Fact, Kind


class SpaceNotFound(Fact):
    """There is no such space, or the caller may not see it; nobody can tell which."""

    kind = Kind.NOT_FOUND


class NotAKeeper(Fact):
    """The caller sees the space and does not hold its key."""

    kind = Kind.FORBIDDEN


class SpaceRetired(Fact):
    """The space is no longer shared, and nothing about it changes any more."""

    kind = Kind.CONFLICT


class TooManySpaces(Fact):
    """The person keeps `at_most` spaces already."""

    kind = Kind.CONFLICT


class TooManyKeepers(Fact):
    """The space has `at_most` keepers already."""

    kind = Kind.CONFLICT


class GroupKeepsSpace(Fact):
    """A group keeps the space: its members decide whether it is shared."""

    kind = Kind.CONFLICT


class LastKeeperMustHandOverOrRetire(Fact):
    """The only keeper wants to leave: somebody else takes the key, or the space is retired."""

    kind = Kind.CONFLICT


class RoomsInsideFirst(Fact):
    """The house still has rooms that are shared; `rooms` is how many."""

    kind = Kind.CONFLICT


class SpaceInsideItself(Fact):
    """A space would be inside itself."""

    kind = Kind.CONFLICT


class HouseTooDeep(Fact):
    """A space would be more than `at_most` levels down, the house counted."""

    kind = Kind.CONFLICT


class HouseTooBig(Fact):
    """The house has `at_most` spaces in it already."""

    kind = Kind.CONFLICT


class SharedHoldsNothingInside(Fact):
    """Only a space with nothing inside can be shared by headcount."""

    kind = Kind.CONFLICT


class SharedNeedsACapacity(Fact):
    """A space that is shared by headcount has to say for how many."""

    kind = Kind.UNPROCESSABLE


class OccupanciesWouldCollide(Fact):
    """Bookings of the space and of its new house hold the same time."""

    kind = Kind.CONFLICT


class TermsDoNotFit(Fact):
    """No booking could meet these terms: `max_minutes` is below `min_minutes` or the step."""

    kind = Kind.UNPROCESSABLE


class ClosureNotFound(Fact):
    """The space has no such closure."""

    kind = Kind.NOT_FOUND


class ClosureNotAhead(Fact):
    """A closure ends after it begins, and after now."""

    kind = Kind.UNPROCESSABLE


class TooManyClosures(Fact):
    """The space has `at_most` closures ahead already."""

    kind = Kind.CONFLICT


class DateNotReadable(Fact):
    """The date in the address is not one such as 2027-03-01."""

    kind = Kind.BAD_REQUEST


class DateOutOfReach(Fact):
    """The date is over, or more than `at_most_days` ahead."""

    kind = Kind.UNPROCESSABLE


class TooManyHoursExceptions(Fact):
    """The space has other hours on `at_most` dates already."""

    kind = Kind.CONFLICT
