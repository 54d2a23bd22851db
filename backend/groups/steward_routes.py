"""Who looks after a group, over HTTP; its record, and what its members agreed on."""

from typing import Any
from uuid import UUID

from backend.groups import (
    agreements,
    errors,
    record_seen,
    reviewing,
    standing,
    stewards_seen,
)
from backend.groups.settling import settle_if_due
from backend.groups.steward_schemas import (
    AgreementView,
    RecordEntryView,
    RecordView,
    StewardsView,
)
from backend.groups.stewards_seen import StewardsSeen
from backend.people.errors import PersonNotFound
from backend.web.call import Call
from backend.web.paging import (
    Page,
    PageRequest,
    page_by_id,
    page_of,
    position_by_id,
    read_cursor,
    write_cursor,
)
from backend.web.room import Room

__all__ = ["reviewing", "room"]

room = Room("stewards", description="Who looks after a group, its record and its agreements.")

ADA = {"id": "0199d0a0-c0de-7000-8000-000000000001", "name": "Ada"}
STEWARDS = {
    "mode": "commons",
    "seats": 2,
    "stewards": [
        {
            "person": ADA,
            "since_at": "2027-02-20T09:12:44Z",
            "until_at": "2027-08-20T09:12:44Z",
            "how": "founding",
        }
    ],
    "called_at": "2027-02-20T09:12:44Z",
    "standing": [
        {
            "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be008",
            "person": {"id": "0199d0a0-c0de-7000-8000-000000000002", "name": "Ben"},
            "since_at": "2027-02-21T09:12:44Z",
            "decides_at": "2027-02-28T09:12:44Z",
            "is_objected": False,
            "can": ["object"],
        }
    ],
    "may": [{"act": "invite", "takes": 1}, {"act": "admit", "takes": 2}],
    "can": ["stand"],
    "next": {"at": "2027-02-28T09:12:44Z", "becomes": "decided"},
    "says": "Men's shed is looking for people who look after it; any two of you keep it going.",
}
OF_MEMBERS = [errors.GroupNotFound, errors.NotAMember]


@room.get(
    "/groups/<uuid:group_id>/stewards",
    gives=StewardsView,
    refuses=OF_MEMBERS,
    answer_example=STEWARDS,
)
def get_stewards(call: Call, group_id: UUID) -> StewardsSeen:
    """Read who looks after a group of mine, until when, and what I can do for it."""
    reader = settle_if_due(call, group_id, call.now)
    return stewards_seen.get_stewards(reader, group_id, by=call.by, now=call.now)


@room.put(
    "/groups/<uuid:group_id>/stewards/candidacies/mine",
    gives=StewardsView,
    refuses=[
        *OF_MEMBERS,
        PersonNotFound,
        errors.NotTenured,
        errors.NobodyIsSteward,
        errors.NoSeatFree,
        errors.StewardAlready,
    ],
    answer_example=STEWARDS,
)
def stand_as_steward(call: Call, group_id: UUID) -> StewardsSeen:
    """Say that I would look after the group; in a week I do, if nobody objects."""
    standing.stand(call.session, group_id, by=call.by, now=call.now)
    return stewards_seen.get_stewards(call.session, group_id, by=call.by, now=call.now)


@room.delete(
    "/groups/<uuid:group_id>/stewards/candidacies/mine",
    refuses=[errors.GroupNotFound],
)
def withdraw_candidacy(call: Call, group_id: UUID) -> None:
    """Stand no longer."""
    standing.withdraw(call.session, group_id, by=call.by, now=call.now)


@room.put(
    "/groups/<uuid:group_id>/stewards/candidacies/<uuid:candidacy_id>/objection",
    gives=StewardsView,
    refuses=[*OF_MEMBERS, errors.NotTenured, errors.CandidacyNotFound],
    answer_example=STEWARDS,
)
def object_to_candidacy(call: Call, group_id: UUID, candidacy_id: UUID) -> StewardsSeen:
    """Object to somebody who stands: then it takes a decision. Nobody learns who objected."""
    standing.object_to(call.session, group_id, candidacy_id, by=call.by, now=call.now)
    return stewards_seen.get_stewards(call.session, group_id, by=call.by, now=call.now)


@room.delete(
    "/groups/<uuid:group_id>/stewards/mine",
    refuses=[*OF_MEMBERS, PersonNotFound, errors.NotASteward],
)
def step_down(call: Call, group_id: UUID) -> None:
    """Look after the group no longer, at once and without giving reasons."""
    standing.step_down(call.session, group_id, by=call.by, now=call.now)


@room.get(
    "/groups/<uuid:group_id>/record",
    query=PageRequest,
    gives=page_of(RecordEntryView),
    refuses=OF_MEMBERS,
    answer_example={
        "items": [
            {
                "seq": 1,
                "at": "2027-02-20T09:12:44Z",
                "act": "founded",
                "facts": {"joining": "open", "visibility": "nearby"},
                "previous": "",
                "hash": "f0" * 32,
                "member": None,
                "says": "The group was founded.",
            }
        ],
        "next": None,
    },
)
def list_record(call: Call, group_id: UUID) -> Page:
    """Read what was done in a group of mine about who may do what, the newest first."""
    position = read_cursor(call.query["cursor"], call.query, (int,))
    reader = settle_if_due(call, group_id, call.now)
    limit = call.query["limit"]
    items = record_seen.list_record(
        reader,
        group_id,
        by=call.by,
        before=None if position is None else position[0],
        limit=limit,
    )
    if len(items) <= limit:
        return Page(items, None)
    return Page(items[:limit], write_cursor((items[limit - 1].seq,), call.query))


@room.get(
    "/groups/<uuid:group_id>/record/export",
    gives=RecordView,
    refuses=OF_MEMBERS,
    answer_example={
        "format": "neighbours-record-1",
        "group": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be005",
        "entries": [
            {
                "seq": 1,
                "at": "2027-02-20T09:12:44Z",
                "act": "founded",
                "facts": {"joining": "open", "visibility": "nearby"},
                "previous": "",
                "hash": "f0" * 32,
            }
        ],
    },
)
def export_record(call: Call, group_id: UUID) -> dict[str, Any]:
    """Take the whole record of a group of mine home, to check it with `scripts/verify_record`."""
    reader = settle_if_due(call, group_id, call.now)
    return record_seen.export_record(reader, group_id, by=call.by)


@room.get(
    "/groups/<uuid:group_id>/agreements",
    query=PageRequest,
    gives=page_of(AgreementView),
    refuses=[errors.GroupNotFound],
    answer_example={
        "items": [
            {
                "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be009",
                "title": "We tidy up together",
                "words": "Whoever comes stays for the last ten minutes.",
                "adopted_at": "2027-02-20T09:12:44Z",
                "review_at": "2028-02-20T00:00:00Z",
                "ended_at": None,
                "decision_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be009",
                "state": "holds",
                "can": ["propose_change", "propose_end"],
                "next": {"at": "2028-02-20T00:00:00Z", "becomes": "lapsed"},
                "says": "This holds until Saturday 19 February 2028.",
            }
        ],
        "next": None,
    },
)
def list_agreements(call: Call, group_id: UUID) -> Page:
    """Read what the members of a group agreed on, the newest first."""
    position = position_by_id(call.query)
    reader = settle_if_due(call, group_id, call.now)
    items = agreements.list_agreements(
        reader,
        group_id,
        by=call.by,
        now=call.now,
        after=position,
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)
