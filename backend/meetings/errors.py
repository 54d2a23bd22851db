"""Facts about meetings."""

from backend.kernel.facts import Fact, Kind


class MeetingNotFound(Fact):
    """No such meeting, or none of a group that the caller belongs to."""

    kind = Kind.NOT_FOUND


class MeetingDateNotFound(Fact):
    """The meeting has no such date."""

    kind = Kind.NOT_FOUND


class MeetingNotAhead(Fact):
    """The meeting would be over already, or begin in more than a year."""

    kind = Kind.UNPROCESSABLE


class MeetingDateIsOver(Fact):
    """The date has been, or was called off."""

    kind = Kind.CONFLICT


class MeetingIsOver(Fact):
    """The meeting has no dates any more."""

    kind = Kind.CONFLICT


class MeetingNotYours(Fact):
    """Only who called the meeting changes it, or who took it over."""

    kind = Kind.FORBIDDEN


class TooManyMeetings(Fact):
    """The group has as many meetings as anybody could keep in mind."""

    kind = Kind.CONFLICT


class TooManyDatesDiffer(Fact):
    """So many dates differ from the rule that it is none any more."""

    kind = Kind.CONFLICT


class SpaceNeededToBook(Fact):
    """Something can be booked only where the meeting says which space."""

    kind = Kind.UNPROCESSABLE


class MeetingInThisSpace(Fact):
    """The meeting has booked that space already."""

    kind = Kind.CONFLICT


class SpaceKeepsOtherTime(Fact):
    """The clock at the space shows another time than the meeting is called by."""

    kind = Kind.UNPROCESSABLE


class ThingNotFound(Fact):
    """No such thing is on the list of a meeting of one's own groups."""

    kind = Kind.NOT_FOUND


class ThingIsTaken(Fact):
    """Somebody else brings it already."""

    kind = Kind.CONFLICT


class TooManyThings(Fact):
    """There is as much on the list for the date as anybody could carry."""

    kind = Kind.CONFLICT


class NobodyOpensUp(Fact):
    """The meeting has no rota of those who open up."""

    kind = Kind.CONFLICT


class TooManyOnTheRota(Fact):
    """So many members take turns that a turn hardly ever comes."""

    kind = Kind.CONFLICT


class TurnIsTaken(Fact):
    """Somebody opens up on that date, and has not given it back."""

    kind = Kind.CONFLICT


class TurnNotYours(Fact):
    """It is not one's own turn to open up on that date."""

    kind = Kind.CONFLICT
