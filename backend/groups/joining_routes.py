"""Coming into groups over HTTP: asking, being let in, being invited; and who belongs."""

from uuid import UUID

from flask import Response

from backend.db.constraints import IdAlreadyTaken
from backend.groups import asking, belonging, errors, inviting, queries, vouching
from backend.groups.belonging import RequestSeen
from backend.groups.models import GroupInvitation
from backend.groups.powers import Act
from backend.groups.routes import BELONGING, GROUP, GROUP_ID, MINE
from backend.groups.schemas import (
    GroupInvitationView,
    GroupView,
    JoiningRequest,
    JoinRequestView,
    MemberView,
    WishToJoinRequest,
)
from backend.groups.seen import GroupSeen
from backend.people.errors import PersonNotFound
from backend.people.qr import qr_png
from backend.web.call import Call
from backend.web.links import public_link
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

room = Room("joining_groups", description="Coming into groups, and who belongs.")

JOIN_REQUEST = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be006",
    "group": {"id": GROUP_ID, "name": "Men's shed"},
    "person": {"id": "0199d0a0-c0de-7000-8000-000000000001", "name": "Ada"},
    "answers": ["Radios"],
    "words": "",
    "asked_at": "2027-02-21T09:12:44Z",
    "state": "asked",
    "by_vouching": False,
    "hands": 1,
    "hands_needed": 2,
    "can": ["admission", "declining"],
    "next": {"at": "2027-03-21T09:12:44Z", "becomes": "lapsed"},
    "says": "Ada would like to join Men's shed.",
}
INVITATION = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be007",
    "code": "0199d0a07a1c7c3e9a513f1f4a1be0075d3c0a1f8b2e4d6790b1c2d3e4f50617",
    "link": "https://neighbours.example.org/groups#0199d0a07a1c7c3e9a513f1f4a1be007"
    "5d3c0a1f8b2e4d6790b1c2d3e4f50617",
    "made_at": "2027-02-21T09:12:44Z",
    "expires_at": "2027-03-07T09:12:44Z",
}


@room.get(
    "/groups/<uuid:group_id>/members",
    query=PageRequest,
    gives=page_of(MemberView),
    refuses=[errors.GroupNotFound, errors.NotAMember],
    answer_example={
        "items": [
            {
                "id": "0199d0a0-c0de-7000-8000-000000000001",
                "name": "Ada",
                "joined_at": "2027-02-20T09:12:44Z",
            }
        ],
        "next": None,
    },
)
def list_members(call: Call, group_id: UUID) -> Page:
    """List who belongs to a group of mine, as each likes to be seen."""
    items = belonging.list_members(
        call.reader,
        group_id,
        by=call.by,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="joined_at")


@room.post(
    "/groups/<uuid:group_id>/join_requests",
    takes=WishToJoinRequest,
    gives=JoinRequestView,
    status=201,
    refuses=[
        errors.GroupNotFound,
        errors.NothingToAsk,
        errors.ByInvitationOnly,
        errors.AlreadyAMember,
        errors.AlreadyAsked,
        errors.AnswersDoNotFit,
        IdAlreadyTaken,
    ],
    example={"answers": ["Radios"]},
    answer_example={**JOIN_REQUEST, "can": ["withdraw"], "hands": 0},
)
def ask_to_join(call: Call, group_id: UUID) -> RequestSeen:
    """Ask a group to let you in."""
    body = call.body
    made = asking.ask_to_join(
        call.session,
        group_id,
        by=call.by,
        now=call.now,
        answers=body["answers"],
        words=body["words"],
        request_id=body.get("id"),
    )
    return belonging.get_join_request(call.session, made.id, by=call.by, now=call.now)


@room.get(
    "/groups/<uuid:group_id>/join_requests",
    query=PageRequest,
    gives=page_of(JoinRequestView),
    refuses=[errors.GroupNotFound, errors.NotAMember],
    answer_example={"items": [JOIN_REQUEST], "next": None},
)
def list_join_requests(call: Call, group_id: UUID) -> Page:
    """List who would like to join a group of mine; who waits longest is first."""
    items = belonging.list_join_requests(
        call.reader,
        group_id,
        by=call.by,
        now=call.now,
        after=position_by_id(call.query),
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.get(
    "/join_requests/<uuid:request_id>",
    gives=JoinRequestView,
    refuses=[errors.JoinRequestNotFound],
    answer_example=JOIN_REQUEST,
)
def get_join_request(call: Call, request_id: UUID) -> RequestSeen:
    """Read a wish to join: my own, or one to a group of mine."""
    return belonging.get_join_request(call.reader, request_id, by=call.by, now=call.now)


ANSWERING = [
    errors.JoinRequestNotFound,
    errors.NotTenured,
    errors.ForStewards,
    errors.NotAMember,
    errors.RequestIsDecided,
    errors.GroupNotFound,
]

LETTING_IN = [errors.GroupIsFull, errors.TooManyGroups, errors.AlreadyAMember, PersonNotFound]


@room.post(
    "/join_requests/<uuid:request_id>/admission",
    gives=JoinRequestView,
    status=200,
    refuses=[*ANSWERING, *LETTING_IN, errors.ByVouchingOnly],
    answer_example=JOIN_REQUEST,
)
def admit(call: Call, request_id: UUID) -> RequestSeen:
    """Say that somebody may join: a steward lets them in, or the second member who says so."""
    asking.answer_request(call.session, request_id, Act.ADMIT, by=call.by, now=call.now)
    return belonging.get_join_request(call.session, request_id, by=call.by, now=call.now)


@room.post(
    "/join_requests/<uuid:request_id>/declining",
    gives=JoinRequestView,
    status=200,
    refuses=ANSWERING,
    answer_example=JOIN_REQUEST,
)
def decline_request(call: Call, request_id: UUID) -> RequestSeen:
    """Say that somebody had better not join: a steward declines, or the second who says so."""
    asking.answer_request(call.session, request_id, Act.DECLINE, by=call.by, now=call.now)
    return belonging.get_join_request(call.session, request_id, by=call.by, now=call.now)


VOUCHING = [
    errors.JoinRequestNotFound,
    errors.RequestIsDecided,
    errors.GroupNotFound,
    PersonNotFound,
]


@room.put(
    "/join_requests/<uuid:request_id>/vouching",
    gives=JoinRequestView,
    refuses=[*VOUCHING, errors.NothingToVouch, *LETTING_IN[:-1]],
    answer_example={**JOIN_REQUEST, "by_vouching": True, "can": ["declining", "take_word_back"]},
)
def vouch(call: Call, request_id: UUID) -> RequestSeen:
    """Vouch for somebody I know; two members of different households let them in."""
    vouching.vouch(call.session, request_id, by=call.by, now=call.now)
    return belonging.get_join_request(call.session, request_id, by=call.by, now=call.now)


@room.delete("/join_requests/<uuid:request_id>/vouching", refuses=VOUCHING)
def take_word_back(call: Call, request_id: UUID) -> None:
    """Vouch for somebody no longer, while they are not let in."""
    vouching.take_word_back(call.session, request_id, by=call.by, now=call.now)


@room.delete(
    "/join_requests/<uuid:request_id>",
    refuses=[errors.JoinRequestNotFound, errors.RequestIsDecided],
)
def withdraw_join_request(call: Call, request_id: UUID) -> None:
    """Take back that I would like to join."""
    asking.withdraw_request(call.session, request_id, by=call.by, now=call.now)


@room.post(
    "/groups/<uuid:group_id>/invitations",
    gives=GroupInvitationView,
    status=201,
    refuses=[errors.GroupNotFound, errors.NotAMember, errors.TooManyGroupInvitations],
    answer_example=INVITATION,
)
def invite_to_group(call: Call, group_id: UUID) -> dict[str, object]:
    """Make a link by which others come into a group of mine, good for 14 days."""
    made = inviting.invite_to_group(call.session, group_id, by=call.by, now=call.now)
    return _invitation(made)


@room.get(
    "/groups/<uuid:group_id>/invitations",
    query=PageRequest,
    gives=page_of(GroupInvitationView),
    refuses=[errors.GroupNotFound, errors.NotAMember],
    answer_example={"items": [INVITATION], "next": None},
)
def list_group_invitations(call: Call, group_id: UUID) -> Page:
    """List the invitations into a group that I made and that are still good, the newest first."""
    position = position_by_id(call.query)
    belonging.check_belongs(call.session, group_id, by=call.by)
    made = inviting.list_invitations(
        call.session,
        group_id,
        by=call.by,
        now=call.now,
        after=position,
        limit=call.query["limit"],
    )
    page = page_by_id(made, call.query)
    return Page([_invitation(each) for each in page.items], page.next)


@room.delete(
    "/groups/invitations/<uuid:invitation_id>",
    refuses=[errors.GroupInvitationNotFound],
)
def take_group_invitation_back(call: Call, invitation_id: UUID) -> None:
    """Take back an invitation into a group."""
    inviting.take_invitation_back(call.session, invitation_id, by=call.by, now=call.now)


@room.get(
    "/groups/invited/<string:code>",
    gives=GroupView,
    refuses=[errors.GroupInvitationNotFound, errors.GroupNotFound],
    answer_example={
        **GROUP,
        "can": ["join"],
        "says": "You are invited to Men's shed. You can join.",
    },
)
def get_invited_group(call: Call, code: str) -> GroupSeen:
    """Read about the group to which an invitation leads, before you say yes."""
    found = inviting.find_invitation(call.session, code, by=call.by, now=call.now)
    return queries.get_invited(call.session, found.id, by=call.by, now=call.now)


@room.put(
    "/groups/invited/<string:code>",
    takes=JoiningRequest,
    gives=GroupView,
    refuses=[errors.GroupInvitationNotFound, *BELONGING],
    example={"shows": "first_name"},
    answer_example=MINE,
)
def come_into_group(call: Call, code: str) -> GroupSeen:
    """Join the group to which an invitation leads, or ask to where members vouch."""
    inviting.come_in(call.session, code, by=call.by, now=call.now, shows=call.body["shows"])
    found = inviting.find_invitation(call.session, code, by=call.by, now=call.now)
    return queries.get_invited(call.session, found.id, by=call.by, now=call.now)


@room.get(
    "/groups/invited/<string:code>/qr.png",
    content_type="image/png",
    refuses=[errors.GroupInvitationNotFound],
)
def show_group_invitation(call: Call, code: str) -> Response:
    """Show an invitation into a group as a QR code, for a neighbour's phone to read."""
    found = inviting.find_invitation(call.session, code, by=call.by, now=call.now)
    picture = qr_png(str(_invitation(found)["link"]))
    return Response(picture, content_type="image/png", headers={"Cache-Control": "no-store"})


def _invitation(made: GroupInvitation) -> dict[str, object]:
    """Return an invitation as its view shows it, with the link that leads into the group."""
    code = inviting.code_of(made)
    return {
        "id": made.id,
        "code": code,
        "link": public_link(f"/groups#{code}"),
        "made_at": made.made_at,
        "expires_at": made.expires_at,
    }
