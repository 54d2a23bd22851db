"""A promise as one of its sides sees it: what it is, what comes next, what they can do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.kernel.sayings import LocalDay, LocalTime, Next, Saying, end_as_said
from backend.people.rules import first_name
from backend.posts import states as post_states
from backend.posts.states import ARCHIVED_AFTER, PostFacts, PostKind, PostState, Way
from backend.promises import states
from backend.promises.states import (
    LIVE,
    TO_CLAIM,
    Claim,
    PromiseFacts,
    PromiseState,
    Side,
    Verb,
    giver_of,
)


class Mine(StrEnum):
    """What a promise is to whoever looks at it."""

    OWE = "owe"
    COMES_TO_ME = "comes_to_me"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Other:
    """Whoever is on the other side."""

    id: UUID
    first_name: str


@dataclass(frozen=True, slots=True)
class PostOfPromise:
    """What a promise says of its post."""

    id: UUID
    title: str
    category: str | None
    zone: str


@dataclass(frozen=True, slots=True)
class ThanksSeen:
    """Thanks that somebody shows; ``id`` is that of the promise."""

    id: UUID
    words: str
    said_at: datetime
    from_first_name: str | None


@dataclass(frozen=True, slots=True)
class LotSeen:
    """How a scarce offer was shared out. The secret is in hex, the rest are ids of promises."""

    post_id: UUID
    drawn_at: datetime
    secret: str
    tiers: list[list[str]]
    drawn: list[str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many promises somebody kept, missed and received; nobody else sees it."""

    kept: int
    missed: int
    received: int


@dataclass(slots=True)
class PromiseSeen:
    """A promise as one side sees it at an instant. Sides are named as in ``states.Side``.

    Nobody changes it; not frozen for the same reason as `backend.posts.seen.PostSeen`.
    """

    id: UUID
    post: PostOfPromise | None
    kind: PostKind
    way: Way
    side: Side
    mine: Mine
    other: Other | None
    quantity: int
    on_dates: list[date]
    words: str
    starts_at: datetime | None
    ends_at: datetime | None
    due_at: datetime | None
    wished_due_at: datetime | None
    falls_at: datetime
    state: PromiseState
    asked_at: datetime
    offered_at: datetime | None
    agreed_at: datetime | None
    terms_changed: bool
    claim: Claim | None
    claimed_by: Side | None
    claimed_at: datetime | None
    claim_words: str
    contest_words: str
    missed_by: Side | None
    ended_at: datetime | None
    ended_by: Side | None
    ended_words: str
    thanks_said: str | None
    thanks_received: str | None
    thanks_shown: bool
    can: list[str]
    next: Next | None
    says: Saying
    version: int


def seen(row: Any, *, by: UUID, now: datetime) -> PromiseSeen:
    """Return a row of ``queries.SEEN`` as the side that looks at it sees it.

    Whoever left and whoever is out of sight look the same: no name, no words, no post of theirs.
    """
    side = Side.POSTER if row.poster_id == by else Side.COUNTERPART
    facts = PromiseFacts(
        kind=PostKind(row.kind),
        way=Way(row.way),
        written=PromiseState(row.state),
        stands_until=row.stands_until,
        claim=None if row.claim is None else Claim(row.claim),
        claimed_by=_side(row.claimed_by),
    )
    state = states.state_at(facts, now)
    is_here = row.other_id is not None
    is_named = is_here and not (side is Side.COUNTERPART and row.quiet and row.agreed_at is None)
    other = Other(row.other_id, first_name(row.other_name)) if is_named else None
    is_archived = _is_archived(row, now)
    over_at = row.ended_at or (row.stands_until if state not in LIVE else None)
    # Scrubbed in time (`purge`); until then nobody reads more of it either.
    is_gone = is_archived and over_at is not None and now >= over_at + ARCHIVED_AFTER

    def said(words: str) -> str:
        """Return words as long as both are here and it is not long over.

        Without the other nobody reads even their own: what is kept of them for how long depends on
        whether the other left or is out of sight.
        """
        return words if is_here and not is_gone else ""

    post = None
    if side is Side.POSTER or is_here:
        title = "" if is_archived else row.shown_title
        post = PostOfPromise(row.post_id, title, row.category, row.zone)
    return PromiseSeen(
        id=row.id,
        post=post,
        kind=facts.kind,
        way=facts.way,
        side=side,
        mine=_mine(facts, side),
        other=other,
        quantity=row.quantity,
        on_dates=list(row.on_dates),
        words=said(row.words),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        due_at=row.due_at,
        wished_due_at=row.wished_due_at,
        falls_at=row.falls_at,
        state=state,
        asked_at=row.asked_at,
        offered_at=row.offered_at,
        agreed_at=row.agreed_at,
        terms_changed=(
            state in LIVE
            and is_here
            and row.agreed_terms is not None
            and row.agreed_terms != row.terms_version
        ),
        claim=facts.claim,
        claimed_by=facts.claimed_by,
        claimed_at=row.claimed_at,
        claim_words=said(row.claim_words),
        contest_words=said(row.contest_words),
        missed_by=_side(row.missed_by),
        ended_at=over_at,
        ended_by=_side(row.ended_by),
        ended_words=said(row.ended_words),
        thanks_said=row.thanks_said if is_here else None,
        thanks_received=row.thanks_received if is_here else None,
        thanks_shown=is_here and row.thanks_shown_at is not None,
        can=[each.value for each in _can(row, facts, side, now, is_here)],
        next=states.find_next(facts, now),
        says=_says(row, state, facts, side, other, now),
        version=row.version,
    )


def seen_lot(row: Any) -> LotSeen:
    """Return a lot as everybody involved sees it."""
    return LotSeen(row.post_id, row.drawn_at, row.secret.hex(), row.tiers, row.drawn)


def _is_archived(row: Any, now: datetime) -> bool:
    facts = PostFacts(
        PostState(row.post_state), open_until=row.open_until, ended_at=row.post_ended_at
    )
    return post_states.state_at(facts, now) is PostState.ARCHIVED


def _side(written: str | None) -> Side | None:
    return None if written is None else Side(written)


def _mine(facts: PromiseFacts, side: Side) -> Mine:
    if facts.way is Way.TOGETHER:
        return Mine.TOGETHER
    return Mine.OWE if side is giver_of(facts.kind) else Mine.COMES_TO_ME


def _can(row: Any, facts: PromiseFacts, side: Side, now: datetime, is_here: bool) -> list[Verb]:
    if not is_here:
        return []
    # Thanks are said once, and what is scarce is offered by the rule.
    done = {Verb.THANKS} if row.thanks_said is not None else set()
    by_rule = {Verb.OFFERING} if row.scarce else set()
    return [each for each in states.can_do(facts, side, now) if each not in done | by_rule]


def at_as_said(promise: Any, zone: str) -> LocalTime | LocalDay:
    """Return when a promise, an entity or a row, is about, as people would say it."""
    if promise.starts_at is None and promise.on_dates:
        return LocalDay(min(promise.on_dates))
    return LocalTime(promise.falls_at, zone)


def _timed(row: Any) -> str:
    if row.starts_at is not None:
        return "yes"
    if row.on_dates:
        return "on_dates" if len(row.on_dates) > 1 else "yes"
    return "no" if row.due_at is None else "due"


def _says(
    row: Any,
    state: PromiseState,
    facts: PromiseFacts,
    side: Side,
    other: Other | None,
    now: datetime,
) -> Saying:
    until = row.stands_until or row.falls_at
    # What was agreed waits from its end on for somebody to say how it went.
    is_past = state is PromiseState.AGREED and now >= until - TO_CLAIM
    return Saying(
        f"promise_{state}",
        {
            "side": side.value,
            "known": "no" if other is None else "yes",
            "name": "" if other is None else other.first_name,
            "way": facts.way.value,
            "shared": "by_rule" if row.scarce else "by_choice",
            "timed": _timed(row),
            "at": at_as_said(row, row.zone),
            "more": max(len(row.on_dates) - 1, 0),
            "past": "yes" if is_past else "no",
            "agreed": "no" if row.agreed_at is None else "yes",
            "until": end_as_said(until, row.zone),
            "claim": row.claim or "none",
            "claimed": "by_me" if facts.claimed_by is side else "by_them",
            "missed": "by_me" if row.missed_by == side else "by_them",
            "ended": "by_nobody"
            if row.ended_by is None
            else ("by_me" if row.ended_by == side else "by_them"),
        },
    )
