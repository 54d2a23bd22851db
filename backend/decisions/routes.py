"""Decisions over HTTP."""

from typing import Any
from uuid import UUID

from backend.db.constraints import IdAlreadyTaken
from backend.decisions import errors, leaving, proposing, queries, service, settling, voting
from backend.decisions.proposing import Proposal
from backend.decisions.queries import RemarkSeen
from backend.decisions.schemas import (
    BallotRequest,
    BallotView,
    ContestRequest,
    CountedBallotView,
    DecisionChange,
    DecisionRequest,
    DecisionsQuery,
    DecisionView,
    RemarkRequest,
    RemarkView,
    VoteOpeningRequest,
)
from backend.decisions.seen import DecisionSeen
from backend.groups.errors import GroupNotFound, NotAMember, NotTenured
from backend.groups.settling import settle_if_due
from backend.kernel.facts import ChangedMeanwhile
from backend.people.errors import PersonNotFound
from backend.web.call import Call
from backend.web.paging import (
    Page,
    PageRequest,
    page_by_id,
    page_in_time,
    page_of,
    position_by_id,
    position_in_time,
)
from backend.web.room import Room

__all__ = ["leaving", "room", "settling"]

room = Room("decisions", description="How a group changes anything about itself.")

TALLY = {
    "ballots": 5,
    "quorum": 0,
    "fine": 5,
    "object": 0,
    "yes": None,
    "no": None,
    "abstain": None,
    "support": None,
    "named": None,
    "link": None,
    "chosen": None,
}
DECISION = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0d1",
    "group": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be005", "name": "Men's shed"},
    "proposed_by": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001", "name": "Ada"},
    "title": "Shall we open on Thursdays too?",
    "words": "",
    "action": "words",
    "params": {},
    "about": None,
    "options": [],
    "method": "consent",
    "weight": "quick",
    "created_at": "2027-03-01T18:00:00Z",
    "opens_at": "2027-03-01T18:00:00Z",
    "closes_at": "2027-03-03T18:00:00Z",
    "was_extended": False,
    "electors": 7,
    "quorum": 0,
    "state": "voting",
    "ballot": {"vote": "fine"},
    "settled_at": None,
    "tally": None,
    "takes_effect_at": None,
    "enacted_at": None,
    "why": None,
    "link": None,
    "can": ["ballot", "remarks"],
    "next": {"at": "2027-03-03T18:00:00Z", "becomes": "counted"},
    "says": "Any objections until Wednesday 3 March, 18:00? Without any, it is decided.",
    "secrecy": "Nobody is told how you vote. The result is shown without names.",
}
DRAFT = {
    **DECISION,
    "opens_at": None,
    "closes_at": None,
    "electors": 0,
    "state": "draft",
    "ballot": None,
    "can": ["change", "withdrawal", "opening"],
    "next": None,
    "says": "Only you see this draft.",
    "secrecy": None,
}
BALLOT = {"vote": "fine", "support": None, "option": None}
REMARK = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0d2",
    "said_by": DECISION["proposed_by"],
    "is_contest": False,
    "words": "I could have the key.",
    "said_at": "2027-03-01T19:00:00Z",
}
OPENING = [
    errors.ActionImpossible,
    errors.ClosingDoesNotFit,
    errors.TiedLately,
    errors.ContestedLately,
    GroupNotFound,
]
MINE = [
    errors.DecisionNotFound,
    errors.DecisionIsFrozen,
    errors.NotYourDecision,
    GroupNotFound,
]


@room.post(
    "/groups/<uuid:group_id>/decisions",
    takes=DecisionRequest,
    gives=DecisionView,
    status=201,
    refuses=[
        *OPENING,
        NotAMember,
        NotTenured,
        errors.TooManyDecisions,
        errors.WeightOnlyRises,
        errors.MethodNotForThis,
        errors.OptionsDoNotFit,
        PersonNotFound,
        IdAlreadyTaken,
    ],
    example={"title": "Shall we open on Thursdays too?"},
    answer_example=DECISION,
)
def propose_decision(call: Call, group_id: UUID) -> DecisionSeen:
    """Ask the members of a group whether anybody objects, or something weightier."""
    body = dict(call.body)
    proposal = Proposal(is_draft=body.pop("draft"), **body)
    decision = proposing.propose(call.session, group_id, proposal, by=call.by, now=call.now)
    return queries.get_decision(call.session, decision.id, by=call.by)


@room.get(
    "/groups/<uuid:group_id>/decisions",
    query=DecisionsQuery,
    gives=page_of(DecisionView),
    refuses=[GroupNotFound, NotAMember],
    answer_example={"items": [DECISION], "next": None},
)
def list_decisions(call: Call, group_id: UUID) -> Page:
    """List what a group decides and has decided, the newest first."""
    items = queries.list_decisions(
        settle_if_due(call, group_id, call.now),
        group_id,
        by=call.by,
        under_way=call.query.get("under_way"),
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="asked_at")


@room.get(
    "/decisions/<uuid:decision_id>",
    gives=DecisionView,
    refuses=[errors.DecisionNotFound],
    answer_example=DECISION,
)
def get_decision(call: Call, decision_id: UUID) -> DecisionSeen:
    """Read what is asked or was decided, and how; until it is counted, no more than your own."""
    reader = queries.settled_reader(call, decision_id, by=call.by, now=call.now)
    return queries.get_decision(reader, decision_id, by=call.by)


@room.patch(
    "/decisions/<uuid:decision_id>",
    takes=DecisionChange,
    gives=DecisionView,
    refuses=[*MINE, errors.OptionsDoNotFit, ChangedMeanwhile],
    example={"words": "From two to four, as on Mondays."},
    answer_example=DRAFT,
)
def edit_decision(call: Call, decision_id: UUID) -> DecisionSeen:
    """Change what you proposed, before anybody can vote; it is then discussed anew."""
    decision = proposing.edit_decision(
        call.session, decision_id, call.body, by=call.by, now=call.now, if_version=call.if_match
    )
    return queries.get_decision(call.session, decision.id, by=call.by)


@room.post(
    "/decisions/<uuid:decision_id>/opening",
    takes=VoteOpeningRequest,
    gives=DecisionView,
    refuses=[*MINE, *OPENING[:-1], NotTenured],
    example={},
    answer_example=DECISION,
)
def open_decision(call: Call, decision_id: UUID) -> DecisionSeen:
    """Ask the members what you have drafted; nothing of it changes once they can vote."""
    decision = proposing.open_decision(
        call.session,
        decision_id,
        closes_at=call.body.get("closes_at"),
        by=call.by,
        now=call.now,
    )
    return queries.get_decision(call.session, decision.id, by=call.by)


@room.post(
    "/decisions/<uuid:decision_id>/withdrawal",
    gives=DecisionView,
    refuses=MINE,
    answer_example={**DRAFT, "state": "withdrawn", "can": [], "says": "It was withdrawn."},
)
def withdraw_decision(call: Call, decision_id: UUID) -> DecisionSeen:
    """Let go of what you proposed, before anybody can vote."""
    decision = proposing.withdraw_decision(call.session, decision_id, by=call.by, now=call.now)
    return queries.get_decision(call.session, decision.id, by=call.by)


@room.put(
    "/decisions/<uuid:decision_id>/ballot",
    takes=BallotRequest,
    gives=BallotView,
    refuses=[
        errors.DecisionNotFound,
        errors.NotVotingNow,
        errors.NotAnElector,
        errors.BallotDoesNotFit,
    ],
    example={"vote": "fine"},
    answer_example=BALLOT,
)
def cast_ballot(call: Call, decision_id: UUID) -> dict[str, Any]:
    """Vote, in secret; you may vote otherwise until the vote closes."""
    choice = dict(call.body)
    if "vote" in choice:
        choice["vote"] = choice["vote"].value
    if not voting.is_cast_at_once(call.reader, decision_id, choice, by=call.by, now=call.now):
        queries.settled_reader(call, decision_id, by=call.by, now=call.now)
        voting.cast_ballot(call.session, decision_id, choice, by=call.by, now=call.now)
    return {"vote": None, "support": None, "option": None, **call.body}


@room.get(
    "/decisions/<uuid:decision_id>/ballots",
    query=PageRequest,
    gives=page_of(CountedBallotView),
    refuses=[errors.DecisionNotFound, errors.NotCountedYet],
    answer_example={
        "items": [{"id": "5f3c2c1e-93a5-4b7e-8d21-1f0c9a7b6e54", **BALLOT}],
        "next": None,
    },
)
def list_counted_ballots(call: Call, decision_id: UUID) -> Page:
    """List the ballots of a vote that is over, without names, so that anybody can count again."""
    items = queries.list_counted_ballots(
        queries.settled_reader(call, decision_id, by=call.by, now=call.now),
        decision_id,
        by=call.by,
        after=position_by_id(call.query),
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.post(
    "/decisions/<uuid:decision_id>/remarks",
    takes=RemarkRequest,
    status=201,
    gives=RemarkView,
    refuses=[
        errors.DecisionNotFound,
        errors.NotTalkedAbout,
        errors.TooManyRemarks,
        GroupNotFound,
        PersonNotFound,
        IdAlreadyTaken,
    ],
    example={"words": "I could have the key."},
    answer_example=REMARK,
)
def say_to_decision(call: Call, decision_id: UUID) -> RemarkSeen:
    """Say something to a decision while it is discussed or voted on; members see your name."""
    remark = service.say_to_decision(
        call.session,
        decision_id,
        call.body["words"],
        by=call.by,
        now=call.now,
        remark_id=call.body.get("id"),
    )
    return queries.get_remark(call.session, remark.id)


@room.get(
    "/decisions/<uuid:decision_id>/remarks",
    query=PageRequest,
    gives=page_of(RemarkView),
    refuses=[errors.DecisionNotFound],
    answer_example={"items": [REMARK], "next": None},
)
def list_remarks(call: Call, decision_id: UUID) -> Page:
    """List what members said to a decision, in order."""
    items = queries.list_remarks(
        call.reader,
        decision_id,
        by=call.by,
        after=position_by_id(call.query),
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.post(
    "/decisions/<uuid:decision_id>/contest",
    takes=ContestRequest,
    gives=DecisionView,
    refuses=[
        errors.DecisionNotFound,
        errors.NothingToContest,
        errors.NotAnElector,
        GroupNotFound,
        PersonNotFound,
    ],
    example={"words": "Half of us were away that week."},
    answer_example={
        **DECISION,
        "state": "cooling_off",
        "tally": TALLY,
        "ballot": None,
        "secrecy": None,
    },
)
def contest_decision(call: Call, decision_id: UUID) -> DecisionSeen:
    """Contest, with your name, what has passed and not yet taken effect; enough of you end it."""
    decision = service.contest_decision(
        call.session, decision_id, call.body["words"], by=call.by, now=call.now
    )
    return queries.get_decision(call.session, decision.id, by=call.by)
