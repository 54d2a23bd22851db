"""Why a series cannot be, or cannot be changed so."""

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
    """So many of the `wanted` dates cannot be had: `skipped`. The member `dates` holds each.

    `starts_at` is the first of them.
    """

    kind = Kind.CONFLICT


class NoDateIsFree(Fact):
    """Not one of the dates can be had; the member `dates` holds why."""

    kind = Kind.CONFLICT


class RuleHasAnEnd(Fact):
    """The rule says when it ends, and so does not run until stopped."""

    kind = Kind.UNPROCESSABLE


class ChangeStartsTooEarly(Fact):
    """The dates from `from_on` on are changed, and would begin before it."""

    kind = Kind.UNPROCESSABLE
