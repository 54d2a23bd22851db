"""How a decision looks to a member: what they may do with it, and one sentence on how it stands.

Until it is counted, nothing here depends on anybody's ballot but one's own.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from backend.decisions import rules
from backend.decisions.actions import ActionKind
from backend.decisions.states import (
    DecisionFacts,
    DecisionState,
    Method,
    Weight,
    can_do,
    find_next,
)
from backend.groups.seen import Related
from backend.groups.states import Shows
from backend.kernel.sayings import LocalTime, Next, Saying
from backend.people.rules import first_name

FEW = 5
"""Among so many who vote, the numbers alone often say who it was."""


@dataclass(frozen=True, slots=True)
class TallySeen:
    """How a result came about. What a method does not count is None."""

    ballots: int
    quorum: int
    fine: int | None
    object: int | None
    yes: int | None
    no: int | None
    abstain: int | None
    support: list[int] | None
    named: list[int] | None
    link: str | None
    chosen: int | None


@dataclass(frozen=True, slots=True)
class DecisionSeen:
    """A decision as a member sees it."""

    id: UUID
    version: int
    group: Related
    proposed_by: Related | None
    title: str
    words: str
    action: ActionKind
    params: dict[str, Any]
    about: Related | None
    options: list[Saying]
    method: Method
    weight: Weight
    created_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    was_extended: bool
    electors: int
    quorum: int
    state: DecisionState
    ballot: dict[str, Any] | None
    """One's own, until it is counted and loses its name."""
    settled_at: datetime | None
    tally: TallySeen | None
    takes_effect_at: datetime | None
    enacted_at: datetime | None
    why: Saying | None
    """Why it could not be carried out."""
    link: str | None
    """Where anybody can read it, once it is published."""
    can: list[str]
    next: Next | None
    says: Saying
    secrecy: Saying | None
    """While one may vote: what is kept of that, and what cannot be."""

    @property
    def asked_at(self) -> datetime:
        """Where it stands among others, in order of time."""
        return self.opens_at or self.created_at


def decision_seen(row: Row[Any], *, by: UUID) -> DecisionSeen:
    """Return a decision, read as `queries` reads it, as somebody sees it."""
    state = DecisionState(row.state)
    facts = DecisionFacts(state, row.opened_at, row.closes_at, row.enact_at)
    return DecisionSeen(
        id=row.id,
        version=row.version,
        group=Related(row.group_id, row.group_name),
        proposed_by=person_seen(row.proposed_by, row.proposer_name, row.proposer_shows),
        title=row.title,
        words=row.words,
        action=ActionKind(row.action),
        params=row.params,
        about=person_seen(row.about_person_id, row.about_name, row.about_shows),
        options=options_seen(row.options),
        method=Method(row.method),
        weight=Weight(row.weight),
        created_at=row.created_at,
        opens_at=row.opened_at,
        closes_at=row.closes_at,
        was_extended=row.extended_at is not None,
        electors=row.electors,
        quorum=row.quorum,
        state=state,
        ballot=row.ballot,
        settled_at=row.settled_at,
        tally=tally_seen(row.tally),
        takes_effect_at=row.enact_at,
        enacted_at=row.enacted_at,
        why=why_seen(state, row.outcome),
        link=None if row.public_token is None else f"/v1/words/{row.public_token}/page",
        can=can_do(
            state,
            is_mine=row.proposed_by == by,
            is_elector=row.is_elector,
            has_contested=row.has_contested,
        ),
        next=find_next(facts),
        says=_says(row, state),
        secrecy=_secrecy(row, state),
    )


def person_seen(person_id: UUID | None, name: str | None, shows: str | None) -> Related | None:
    """Return somebody as the other members see them, None for who is out of sight or gone."""
    if person_id is None or name is None:
        return None
    return Related(person_id, name if shows == Shows.NAME else first_name(name))


def options_seen(options: list[str]) -> list[Saying]:
    """Return the options in words; the last is that all stays as it is."""
    if not options:
        return []
    *real, _ = options
    return [*(Saying("decision_option", {"words": each}) for each in real), Saying("all_stays")]


def tally_seen(tally: dict[str, Any] | None) -> TallySeen | None:
    """Return the numbers of a count."""
    if tally is None:
        return None
    numbers: dict[str, Any] = {name: tally.get(name) for name in TallySeen.__slots__}
    return TallySeen(**numbers)


def why_seen(state: DecisionState, outcome: str) -> Saying | None:
    """Say why something could not be carried out, None where it was or may still be."""
    if state is not DecisionState.IMPOSSIBLE:
        return None
    return Saying("action_impossible", {"why": outcome})


def _says(row: Row[Any], state: DecisionState) -> Saying:
    until = row.closes_at
    if state is DecisionState.DISCUSSING:
        until = row.opened_at
    elif state is DecisionState.COOLING_OFF:
        until = row.enact_at
    params: dict[str, object] = {
        "title": row.title,
        "until": LocalTime(until or row.created_at, row.zone),
        "needed": rules.contesting(row.electors),
        "quorum": row.quorum,
        "chosen": _chosen(row),
    }
    if state is DecisionState.VOTING and not row.is_elector:
        return Saying("decision_voting_without_you", params)
    if state is DecisionState.VOTING and row.method == Method.CONSENT:
        return Saying("decision_asking", params)
    if state is DecisionState.VOTING and row.extended_at is not None:
        return Saying("decision_asking_longer", params)
    if state is DecisionState.ENACTED and params["chosen"]:
        return Saying("decision_chosen", params)
    return Saying(f"decision_{state.value}", params)


def _secrecy(row: Row[Any], state: DecisionState) -> Saying | None:
    if state is not DecisionState.VOTING or not row.is_elector:
        return None
    return Saying("vote_is_secret", {"few": "yes" if row.electors <= FEW else "no"})


def _chosen(row: Row[Any]) -> str:
    chosen = (row.tally or {}).get("chosen")
    return "" if chosen is None else str(row.options[chosen])
