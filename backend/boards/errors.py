"""Facts about notice boards."""

from backend.kernel.facts import Fact, Kind


class NoticeNotFound(Fact):
    """No such notice, or none that the caller may see, or it was taken down."""

    kind = Kind.NOT_FOUND


class NoticeAlreadyWritten(Fact):
    """Something else was written with this id."""

    kind = Kind.CONFLICT


class TooManyNotices(Fact):
    """The person has put up enough for now."""

    kind = Kind.TOO_MANY


class ThreadIsFull(Fact):
    """The notice has as many answers as a notice can have."""

    kind = Kind.CONFLICT
