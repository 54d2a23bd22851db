"""Facts about posts."""

from backend.kernel.facts import Fact, Kind


class PostNotFound(Fact):
    """No such post, or none that the caller may see."""

    kind = Kind.NOT_FOUND


class NotYourPost(Fact):
    """Only whoever wrote the post may do this with it."""

    kind = Kind.FORBIDDEN


class PostIsOver(Fact):
    """The post is in a state in which this cannot be done."""

    kind = Kind.CONFLICT


class AlreadyOpened(Fact):
    """The post is no draft any more."""

    kind = Kind.CONFLICT


class CannotBeRenewed(Fact):
    """The post has run out too long ago, or its own time is over."""

    kind = Kind.CONFLICT


class TooManyPosts(Fact):
    """One person has `at_most` posts open at once, drafts among them."""

    kind = Kind.CONFLICT


class OnlyForItsMembers(Fact):
    """Not everybody may know of the group, so that nothing is posted in its name for all."""

    kind = Kind.UNPROCESSABLE


class NotForThisKind(Fact):
    """A post of this `kind` has no `what`."""

    kind = Kind.UNPROCESSABLE


class UrgentOrStanding(Fact):
    """What is urgent does not stand for good."""

    kind = Kind.UNPROCESSABLE


class EndsBeforeItStarts(Fact):
    """The time ends before it begins."""

    kind = Kind.UNPROCESSABLE


class ItsTimeIsOver(Fact):
    """The time, or one of the dates, is past."""

    kind = Kind.UNPROCESSABLE


class TooFarAhead(Fact):
    """Nothing is posted for more than `at_most_days` days ahead."""

    kind = Kind.UNPROCESSABLE


class QuantityIsOfDates(Fact):
    """Each date is one of the quantity, so it is not said apart."""

    kind = Kind.UNPROCESSABLE


class MoreIsHeld(Fact):
    """So much is held by promises: `held`. It cannot become less than that."""

    kind = Kind.CONFLICT


class NotAnsweredByWord(Fact):
    """Only hellos are answered with a word, and those whose writers like it."""

    kind = Kind.CONFLICT


class ManyAnswersToday(Fact):
    """One person answers `at_most` hellos a day."""

    kind = Kind.TOO_MANY
