"""Why a series, or a date of it, cannot be."""

from backend.kernel.facts import Fact, Kind


class SeriesNotFound(Fact):
    """There is no such series, or it is none of the caller's business."""

    kind = Kind.NOT_FOUND


class SeriesNotYours(Fact):
    """The caller may see the series; this is for somebody else to do."""

    kind = Kind.FORBIDDEN


class SeriesCannotBecome(Fact):
    """The series is `state`, and from there does not become `wanted`."""

    kind = Kind.CONFLICT


class SeriesDatesNotFree(Fact):
    """Some of the dates cannot be had; the member `dates` holds which, and why.

    `skipped` of `dates_wanted` cannot be had, `first` among them.
    """

    kind = Kind.CONFLICT


class NoDateIsFree(Fact):
    """Not one date of the series can be had; the member `dates` holds why."""

    kind = Kind.CONFLICT


class RuleHasAnEnd(Fact):
    """The rule says when it ends, and so does not run until stopped."""

    kind = Kind.UNPROCESSABLE


class DateCannotBeTakenBack(Fact):
    """The booking is `state`: only what somebody else is still to have can be taken back."""

    kind = Kind.CONFLICT
