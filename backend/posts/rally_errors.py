"""Why a neighbourhood cannot be asked, or somebody does not like to be."""

from backend.kernel.facts import Fact, Kind


class OnlyUrgentNeedsRally(Fact):
    """The neighbourhood is asked for urgent needs alone."""

    kind = Kind.CONFLICT


class EnoughHavePromised(Fact):
    """All that is needed has been promised."""

    kind = Kind.CONFLICT


class AlreadyRallied(Fact):
    """The neighbourhood has been asked for this need; it is asked once."""

    kind = Kind.CONFLICT


class RallyAgainAt(Fact):
    """One person asks the neighbourhood `at_most` times in 30 days, and again from `at` on."""

    kind = Kind.TOO_MANY


class RallyNotFound(Fact):
    """The neighbourhood has not been asked for this need."""

    kind = Kind.NOT_FOUND


class RallyWishNotFound(Fact):
    """The caller has not said that they like to be asked."""

    kind = Kind.NOT_FOUND
