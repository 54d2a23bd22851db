"""Facts about decisions."""

from backend.kernel.facts import Fact, Kind


class DecisionNotFound(Fact):
    """No such decision, or none that the caller may see."""

    kind = Kind.NOT_FOUND


class WordsNotFound(Fact):
    """No group has published words at this address."""

    kind = Kind.NOT_FOUND


class DecisionIsFrozen(Fact):
    """The vote has begun, and nothing of what is voted on changes any more."""

    kind = Kind.CONFLICT


class NotYourDecision(Fact):
    """Only whoever proposed it may do this."""

    kind = Kind.FORBIDDEN


class NotVotingNow(Fact):
    """The vote has not begun, or it is over."""

    kind = Kind.CONFLICT


class NotAnElector(Fact):
    """The person could not vote when it was opened: they are new, or it is about them."""

    kind = Kind.FORBIDDEN


class BallotDoesNotFit(Fact):
    """The ballot says something else than this way of deciding asks."""

    kind = Kind.UNPROCESSABLE


class MethodNotForThis(Fact):
    """Such a matter is not decided in this way; ``methods`` are those in which it may be."""

    kind = Kind.UNPROCESSABLE


class WeightOnlyRises(Fact):
    """The matter weighs more by its nature."""

    kind = Kind.UNPROCESSABLE


class OptionsDoNotFit(Fact):
    """There are options where there are none to choose from, or none where there should be."""

    kind = Kind.UNPROCESSABLE


class ClosingDoesNotFit(Fact):
    """A vote on such a matter lasts longer, or not so long."""

    kind = Kind.UNPROCESSABLE


class ActionImpossible(Fact):
    """What is proposed cannot be done; ``why`` says why."""

    kind = Kind.CONFLICT


class TiedLately(Fact):
    """The same was asked and ended in a tie."""

    kind = Kind.CONFLICT


class ContestedLately(Fact):
    """The same passed and was contested; it may be asked as a weightier matter."""

    kind = Kind.CONFLICT


class TooManyDecisions(Fact):
    """So many decisions are under way that another must wait."""

    kind = Kind.CONFLICT


class NothingToContest(Fact):
    """It has not passed, or has cooled off."""

    kind = Kind.CONFLICT


class NotTalkedAbout(Fact):
    """The decision is no longer talked about here."""

    kind = Kind.CONFLICT


class TooManyRemarks(Fact):
    """The person has said enough to this decision."""

    kind = Kind.CONFLICT


class NotCountedYet(Fact):
    """Ballots are published once they are counted, and have no names then."""

    kind = Kind.CONFLICT


class DrawNotFound(Fact):
    """No such draw, or none that the caller may see."""

    kind = Kind.NOT_FOUND


class PoolIsClosed(Fact):
    """It is drawn, or about to be: nobody steps out or in any more."""

    kind = Kind.CONFLICT


class NotDrawn(Fact):
    """The lot has not fallen on the person."""

    kind = Kind.CONFLICT


class TooManyDraws(Fact):
    """So many draws are open that another must wait."""

    kind = Kind.CONFLICT


class DrawClosingDoesNotFit(Fact):
    """Members have longer to step out, or not so long."""

    kind = Kind.UNPROCESSABLE
