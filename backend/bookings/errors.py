"""Why a booking cannot be, and what could be instead.

Each of the checks in `backend.bookings.rules` has a fact of its own. Instants in the parameters are
`LocalTime`, so that people read them on the clock of the place.
"""

from backend.kernel.facts import Fact, Kind


class BookingInThePast(Fact):
    """The booking would begin before now; `earliest_at` is the next start there is."""

    kind = Kind.UNPROCESSABLE


class BookingTooSoon(Fact):
    """The keepers want to know earlier; `earliest_at` is the next start there is."""

    kind = Kind.UNPROCESSABLE


class BookingTooFarAhead(Fact):
    """Nobody may book so far ahead yet; `latest_at` is the last start there is."""

    kind = Kind.UNPROCESSABLE


class BookingTooShort(Fact):
    """The booking is shorter than `at_least_minutes`."""

    kind = Kind.UNPROCESSABLE


class BookingTooLong(Fact):
    """The booking is longer than `at_most_minutes`."""

    kind = Kind.UNPROCESSABLE


class BookingOffStep(Fact):
    """The booking does not fit the steps of `step_minutes`; the member `nearest` holds what does.

    The sentence names the nearest start, `starts_at`.
    """

    kind = Kind.UNPROCESSABLE


class TooManyPeople(Fact):
    """The space holds `at_most` people."""

    kind = Kind.UNPROCESSABLE


class ClosedThen(Fact):
    """The space is not open all through; the member `opens` holds when it is.

    `opens_at` is the first of these, and None where the space stays closed for two weeks.
    """

    kind = Kind.UNPROCESSABLE


class KeptFreeOfSeries(Fact):
    """The keepers keep these hours free of series; a single booking may be had then."""

    kind = Kind.CONFLICT


class BookingCannotBecome(Fact):
    """The booking is `state`, and from there does not become `wanted`."""

    kind = Kind.CONFLICT


class BookingNotFound(Fact):
    """There is no such booking, or it is none of the caller's business."""

    kind = Kind.NOT_FOUND


class SpaceAlreadyBooked(Fact):
    """Somebody has the space then; the member `suggestions` holds what else there is."""

    kind = Kind.CONFLICT


class SpaceCannotBeBooked(Fact):
    """The space can be looked at and not booked: its keepers want to be asked, or it is retired."""

    kind = Kind.CONFLICT


class FairUseReached(Fact):
    """The booker has as much of the space as one may have; `again_at` is when there is room again.

    `limit` is the one that was reached, of those in the terms, and `most` what it allows.
    """

    kind = Kind.CONFLICT


class TooLateToUndo(Fact):
    """What was called off cannot be taken up again: that is possible for five minutes."""

    kind = Kind.CONFLICT


class WindowTooLong(Fact):
    """A calendar shows `at_most_days` days at a time."""

    kind = Kind.UNPROCESSABLE


class WindowUpsideDown(Fact):
    """The window ends before it begins."""

    kind = Kind.UNPROCESSABLE


class NotYours(Fact):
    """The caller may see the booking; this is for somebody else to do."""

    kind = Kind.FORBIDDEN
