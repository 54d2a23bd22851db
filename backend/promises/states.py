"""What a promise can be, what its two sides make of it, and what the clock alone makes of it.

    an offer:  asked -> offered -> agreed -> claimed -> kept
    a need:    answered ---------> agreed -> claimed -> kept

Other ends: declined | lapsed | released | released_late | missed | ended | unresolved; a claim that
is contested is disputed until one side takes the other's word. `lapsed`, `ended` and `unresolved`
are true from their instant on, whether or not anybody looked. Section 7 of the design.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.kernel.sayings import Next
from backend.posts.states import PostKind, Way


class PromiseState(StrEnum):
    """What a promise is at an instant."""

    ASKED = "asked"
    """Somebody would like what is offered."""
    ANSWERED = "answered"
    """Somebody would do what is needed."""
    OFFERED = "offered"
    """The offer was made to them, and is held for them."""
    AGREED = "agreed"
    CLAIMED = "claimed"
    """One side says how it went."""
    DISPUTED = "disputed"
    """The other side says otherwise. It counts for nobody."""
    KEPT = "kept"
    ENDED = "ended"
    """Nobody said how it went. It counts for nobody."""
    DECLINED = "declined"
    LAPSED = "lapsed"
    RELEASED = "released"
    """Given back without fault."""
    RELEASED_LATE = "released_late"
    MISSED = "missed"
    """One side says that the other did not come, and the other says that it is so."""
    UNRESOLVED = "unresolved"
    """Disputed, and left at that. It counts for nobody."""


class Claim(StrEnum):
    """How one side says that it went."""

    KEPT = "kept"
    MISSED = "missed"
    """The other side did not do its part."""


class Side(StrEnum):
    """Which side of a promise somebody is on."""

    POSTER = "poster"
    COUNTERPART = "counterpart"

    @property
    def other(self) -> "Side":
        """The side across."""
        return Side.COUNTERPART if self is Side.POSTER else Side.POSTER


class Verb(StrEnum):
    """What people do with a promise; the words are those of the paths."""

    OFFERING = "offering"
    PICKING = "picking"
    AGREEING = "agreeing"
    DECLINING = "declining"
    RELEASE = "release"
    CLAIM = "claim"
    CONFIRMATION = "confirmation"
    CONTEST = "contest"
    CONCESSION = "concession"
    EXTENSION = "extension"
    THANKS = "thanks"


LIVE = frozenset(
    {
        PromiseState.ASKED,
        PromiseState.ANSWERED,
        PromiseState.OFFERED,
        PromiseState.AGREED,
        PromiseState.CLAIMED,
        PromiseState.DISPUTED,
    }
)
"""The states that people or the clock can still change."""

WAITING = frozenset({PromiseState.ASKED, PromiseState.ANSWERED})
"""The states in which nothing is held yet."""

STANDING = frozenset({PromiseState.AGREED, PromiseState.CLAIMED, PromiseState.DISPUTED})
"""The states that outlast their post."""

BY_THE_CLOCK: Mapping[PromiseState, PromiseState] = {
    PromiseState.ASKED: PromiseState.LAPSED,
    PromiseState.ANSWERED: PromiseState.LAPSED,
    PromiseState.OFFERED: PromiseState.LAPSED,
    PromiseState.AGREED: PromiseState.ENDED,
    PromiseState.CLAIMED: PromiseState.ENDED,
    PromiseState.DISPUTED: PromiseState.UNRESOLVED,
}
"""What each state becomes when its time is over."""

TO_OFFER = timedelta(hours=72)
"""How long whoever offers may take to answer somebody who asked."""
TO_AGREE = timedelta(hours=24)
"""How long what was offered is held."""
TO_CONFIRM = timedelta(days=7)
TO_SETTLE = timedelta(days=14)
TO_CLAIM = timedelta(days=7)
"""How long after its time an agreed promise waits for somebody to say how it went."""
WITHOUT_A_TIME = timedelta(days=14)
"""When a promise without a time is taken to be about."""
LATE_WITHIN = timedelta(hours=24)
"""A release so short before the agreed time is late."""


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """Hold what is written down about a promise, from which its state at any instant follows.

    ``stands_until`` is when the clock ends the state that is written; None once it has ended.
    ``claimed_by`` is the side that said how it went.
    """

    kind: PostKind
    way: Way
    written: PromiseState
    stands_until: datetime | None
    claim: Claim | None = None
    claimed_by: Side | None = None


def state_at(facts: PromiseFacts, now: datetime) -> PromiseState:
    """Say what the promise is at an instant."""
    if facts.stands_until is not None and now >= facts.stands_until:
        return BY_THE_CLOCK[facts.written]
    return facts.written


def find_next(facts: PromiseFacts, now: datetime) -> Next | None:
    """Say what the clock will make of the promise; None once it has ended."""
    if facts.stands_until is None or now >= facts.stands_until:
        return None
    return Next(at=facts.stands_until, becomes=BY_THE_CLOCK[facts.written].value)


def giver_of(kind: PostKind) -> Side:
    """Return which side gives, lends or does it."""
    return Side.POSTER if kind is PostKind.OFFER else Side.COUNTERPART


def whose_word_is_enough(kind: PostKind, way: Way) -> Side | None:
    """Return the side whose word that it was kept settles it, None where it takes both.

    Whoever received knows that they did; of what was lent, whoever lent it knows that it is back.
    """
    if way is Way.TOGETHER:
        return None
    giver = giver_of(kind)
    return giver if way is Way.LEND else giver.other


def holds(state: PromiseState, way: Way, *, standing: bool) -> bool:
    """Answer whether a promise takes away from what there is.

    What was kept is gone, unless it was lent and is back, or stands for good.
    """
    if state in (PromiseState.OFFERED, *STANDING):
        return True
    if state in (PromiseState.KEPT, PromiseState.ENDED):
        return way is not Way.LEND and not standing
    return False


def can_do(facts: PromiseFacts, side: Side, now: datetime) -> list[Verb]:
    """List what a side may do with the promise now. What is not listed is refused."""
    state = state_at(facts, now)
    poster = side is Side.POSTER
    if state is PromiseState.ASKED:
        return [Verb.OFFERING, Verb.DECLINING] if poster else [Verb.RELEASE]
    if state is PromiseState.ANSWERED:
        return [Verb.PICKING, Verb.DECLINING] if poster else [Verb.RELEASE]
    if state is PromiseState.OFFERED:
        return [Verb.RELEASE] if poster else [Verb.AGREEING, Verb.DECLINING]
    if state is PromiseState.AGREED:
        lent = [Verb.EXTENSION] if facts.way is Way.LEND else []
        return [Verb.CLAIM, Verb.RELEASE, *lent]
    if state is PromiseState.CLAIMED and side is not facts.claimed_by:
        return [Verb.CONFIRMATION, Verb.CONTEST]
    if state is PromiseState.DISPUTED:
        return [Verb.CONCESSION]
    if state is PromiseState.KEPT:
        return [Verb.THANKS]
    return []
