"""Reading decisions, what was said to them, and the ballots without their names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from backend.decisions.errors import DecisionNotFound, NotCountedYet, WordsNotFound
from backend.decisions.methods import Vote
from backend.decisions.models import Ballot, CountedBallot, Decision, Elector, Remark
from backend.decisions.rules import CONTEST
from backend.decisions.seen import (
    DecisionSeen,
    TallySeen,
    decision_seen,
    person_seen,
    tally_seen,
)
from backend.decisions.states import COUNTED, LIVE, DecisionState, Method
from backend.groups.belonging import check_belongs
from backend.groups.models import Group, Membership
from backend.groups.queries import Reader
from backend.groups.seen import Related
from backend.groups.settling import Looking, settle_if_due
from backend.groups.states import Visibility
from backend.kernel.sayings import Saying
from backend.people.blocks import in_sight
from backend.people.models import Person

_TOKEN = re.compile(r"[0-9a-f]{32}")
_ASKED_AT = func.coalesce(Decision.opened_at, Decision.created_at)
_PROPOSER, _ABOUT = aliased(Person), aliased(Person)
_PROPOSER_IN, _ABOUT_IN = aliased(Membership), aliased(Membership)


@dataclass(frozen=True, slots=True)
class RemarkSeen:
    """What a member said to a decision."""

    id: UUID
    said_by: Related | None
    is_contest: bool
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class CountedSeen:
    """A ballot that was counted, without a name."""

    id: UUID
    vote: Vote | None
    support: list[int] | None
    option: int | None


@dataclass(frozen=True, slots=True)
class WordsSeen:
    """What a group says to everybody, and how it was decided."""

    title: str
    words: str
    group: str | None
    """None of a group that is hidden."""
    method: Method
    electors: int
    tally: TallySeen | None
    decided_at: datetime

    @property
    def says(self) -> Saying:
        """How it was decided."""
        counted = self.tally
        return Saying(
            "words_decided",
            {
                "method": self.method.value,
                "electors": self.electors,
                "ballots": 0 if counted is None else counted.ballots,
                "yes": 0 if counted is None else counted.yes or 0,
                "no": 0 if counted is None else counted.no or 0,
            },
        )


def settled_reader(looking: Looking, decision_id: UUID, *, by: UUID, now: datetime) -> Reader:
    """Settle the group of a decision if something is due; return what to read with.

    Raises DecisionNotFound for who does not belong to the group. One query where nothing is due.
    """
    row = looking.reader.execute(
        select(Decision.group_id, Group.due_at)
        .join(Group, Group.id == Decision.group_id)
        .join(Membership, Membership.group_id == Group.id)
        .where(Decision.id == decision_id, Membership.person_id == by, Group.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise DecisionNotFound
    if row.due_at is None or row.due_at > now:
        return looking.reader
    return settle_if_due(looking, row.group_id, now)


def get_decision(reader: Reader, decision_id: UUID, *, by: UUID) -> DecisionSeen:
    """Return a decision of a group of one's own; raise ``DecisionNotFound``. One query."""
    row = reader.execute(_decisions(by).where(Decision.id == decision_id)).one_or_none()
    if row is None:
        raise DecisionNotFound
    return decision_seen(row, by=by)


def list_decisions(
    reader: Reader,
    group_id: UUID,
    *,
    by: UUID,
    under_way: bool | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[DecisionSeen]:
    """List what a group decides and decided, the newest first; raise as `check_belongs`.

    ``under_way`` for only those that are, or only those that are not. Two queries. Newest is what
    was asked last: an id is its proposer's, and could be one of long ago.
    """
    check_belongs(reader, group_id, by=by)
    query = _decisions(by).where(
        Decision.group_id == group_id, Decision.state != DecisionState.WITHDRAWN.value
    )
    live = Decision.state.in_([each.value for each in LIVE])
    if under_way is not None:
        query = query.where(live if under_way else ~live)
    if after is not None:
        query = query.where(tuple_(_ASKED_AT, Decision.id) < after)
    newest_first = query.order_by(_ASKED_AT.desc(), Decision.id.desc())
    rows = reader.execute(newest_first.limit(limit + 1))
    return [decision_seen(row, by=by) for row in rows]


def list_remarks(
    reader: Reader, decision_id: UUID, *, by: UUID, after: UUID | None, limit: int
) -> list[RemarkSeen]:
    """List what was said to a decision by those in sight, in order. Two queries."""
    _state_of(reader, decision_id, by=by)
    query = _remarks().where(Remark.decision_id == decision_id, in_sight(Remark.said_by, by))
    if after is not None:
        query = query.where(Remark.id > after)
    rows = reader.execute(query.order_by(Remark.id).limit(limit + 1))
    return [_remark_seen(row) for row in rows]


def get_remark(reader: Reader, remark_id: UUID) -> RemarkSeen:
    """Return a remark that was just made. One query."""
    return _remark_seen(reader.execute(_remarks().where(Remark.id == remark_id)).one())


def list_counted_ballots(
    reader: Reader, decision_id: UUID, *, by: UUID, after: UUID | None, limit: int
) -> list[CountedSeen]:
    """List the ballots of a vote that is over, in the order of their random ids. Two queries.

    Raises DecisionNotFound and NotCountedYet.
    """
    if _state_of(reader, decision_id, by=by) not in COUNTED:
        raise NotCountedYet
    query = select(CountedBallot.id, CountedBallot.choice).where(
        CountedBallot.decision_id == decision_id
    )
    if after is not None:
        query = query.where(CountedBallot.id > after)
    rows = reader.execute(query.order_by(CountedBallot.id).limit(limit + 1))
    return [
        CountedSeen(
            id=row.id,
            vote=Vote(row.choice["vote"]) if "vote" in row.choice else None,
            support=row.choice.get("support"),
            option=row.choice.get("option"),
        )
        for row in rows
    ]


def get_words(reader: Reader, token: str) -> WordsSeen:
    """Return what a group published under an address; raise ``WordsNotFound``. One query."""
    if not _TOKEN.fullmatch(token):
        raise WordsNotFound
    row = reader.execute(
        select(
            Decision.title,
            Decision.words,
            Decision.method,
            Decision.electors,
            Decision.tally,
            Decision.settled_at,
            Group.name,
            Group.visibility,
        )
        .join(Group, Group.id == Decision.group_id)
        .where(Decision.public_token == token)
    ).one_or_none()
    if row is None or row.settled_at is None:
        raise WordsNotFound
    return WordsSeen(
        title=row.title,
        words=row.words,
        group=None if row.visibility == Visibility.HIDDEN else row.name,
        method=Method(row.method),
        electors=row.electors,
        tally=tally_seen(row.tally),
        decided_at=row.settled_at,
    )


def _remarks() -> Any:
    return (
        select(
            Remark.id,
            Remark.said_by,
            Remark.kind,
            Remark.words,
            Remark.said_at,
            Person.display_name,
            Membership.shows,
        )
        .join(Decision, Decision.id == Remark.decision_id)
        .outerjoin(Person, Person.id == Remark.said_by)
        .outerjoin(
            Membership,
            and_(Membership.person_id == Person.id, Membership.group_id == Decision.group_id),
        )
    )


def _remark_seen(row: Row[Any]) -> RemarkSeen:
    return RemarkSeen(
        id=row.id,
        said_by=person_seen(row.said_by, row.display_name, row.shows),
        is_contest=row.kind == CONTEST,
        words=row.words,
        said_at=row.said_at,
    )


def _state_of(reader: Reader, decision_id: UUID, *, by: UUID) -> DecisionState:
    state = reader.execute(
        select(Decision.state).where(Decision.id == decision_id, *_may_see(by))
    ).scalar_one_or_none()
    if state is None:
        raise DecisionNotFound
    return DecisionState(state)


def _may_see(by: UUID) -> Sequence[Any]:
    """Return the clauses on ``Decision`` for those of one's groups, and one's own drafts."""
    mine = exists().where(
        Membership.group_id == Decision.group_id,
        Membership.person_id == by,
        Group.id == Decision.group_id,
        Group.closed_at.is_(None),
    )
    private = (DecisionState.DRAFT.value, DecisionState.WITHDRAWN.value)
    return mine, or_(Decision.state.not_in(private), Decision.proposed_by == by)


def _decisions(by: UUID) -> Any:
    is_elector = exists().where(Elector.decision_id == Decision.id, Elector.person_id == by)
    has_contested = exists().where(
        Remark.decision_id == Decision.id, Remark.said_by == by, Remark.kind == CONTEST
    )
    ballot = (
        select(Ballot.choice)
        .where(Ballot.decision_id == Decision.id, Ballot.person_id == by)
        .scalar_subquery()
    )
    return (
        select(
            Decision.id,
            Decision.version,
            Decision.group_id,
            Group.name.label("group_name"),
            Group.zone,
            Decision.proposed_by,
            _PROPOSER.display_name.label("proposer_name"),
            _PROPOSER_IN.shows.label("proposer_shows"),
            Decision.title,
            Decision.words,
            Decision.action,
            Decision.params,
            Decision.about_person_id,
            _ABOUT.display_name.label("about_name"),
            _ABOUT_IN.shows.label("about_shows"),
            Decision.options,
            Decision.method,
            Decision.weight,
            Decision.created_at,
            Decision.opened_at,
            Decision.closes_at,
            Decision.extended_at,
            Decision.electors,
            Decision.quorum,
            Decision.state,
            Decision.settled_at,
            Decision.tally,
            Decision.enact_at,
            Decision.enacted_at,
            Decision.outcome,
            Decision.public_token,
            is_elector.label("is_elector"),
            has_contested.label("has_contested"),
            ballot.label("ballot"),
        )
        .join(Group, Group.id == Decision.group_id)
        .outerjoin(
            _PROPOSER,
            and_(_PROPOSER.id == Decision.proposed_by, in_sight(_PROPOSER.id, by)),
        )
        .outerjoin(
            _PROPOSER_IN,
            and_(
                _PROPOSER_IN.group_id == Decision.group_id,
                _PROPOSER_IN.person_id == Decision.proposed_by,
            ),
        )
        .outerjoin(_ABOUT, and_(_ABOUT.id == Decision.about_person_id, in_sight(_ABOUT.id, by)))
        .outerjoin(
            _ABOUT_IN,
            and_(
                _ABOUT_IN.group_id == Decision.group_id,
                _ABOUT_IN.person_id == Decision.about_person_id,
            ),
        )
        .where(*_may_see(by))
    )
