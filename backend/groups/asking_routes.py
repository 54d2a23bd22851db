"""Asking others in over HTTP, and being asked."""

from uuid import UUID

from backend.db.constraints import IdAlreadyTaken
from backend.groups import asked_in, asking_in, asking_seen, errors, purge, queries
from backend.groups.asking_in import AskingWish
from backend.groups.asking_schemas import (
    AcceptanceRequest,
    AskedInView,
    AskedInWish,
    AskedInWishView,
    AskingRequest,
    AskingView,
)
from backend.groups.asking_seen import AskingSeen
from backend.groups.routes import GROUP_ID, MINE
from backend.groups.schemas import GroupView
from backend.groups.seen import GroupSeen
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

__all__ = ["purge", "room"]

room = Room("asking_in", description="Asking a person, a street or everybody near into a group.")

WORDS = "We mend what is broken on Thursdays, and there is always tea. Come and look in."
ASKING = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0a1",
    "kind": "street",
    "person": None,
    "cell": "88195d2b1dfffff",
    "radius_metres": None,
    "words": WORDS,
    "is_mine": True,
    "state": "waiting",
    "made_at": "2027-02-21T09:12:44Z",
    "asked_at": None,
    "expires_at": "2027-03-21T09:12:44Z",
    "hands": 1,
    "hands_needed": 2,
    "can": ["take_back"],
    "next": {"at": "2027-03-21T09:12:44Z", "becomes": "over"},
    "says": "This waits for another of you.",
}
OPEN = {
    **ASKING,
    "state": "open",
    "asked_at": "2027-02-21T09:20:00Z",
    "hands": 0,
    "says": "Whom it reached can answer until Sunday 21 March, 09:20.",
}
ASKED = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0a1",
    "kind": "person",
    "group": {
        "id": GROUP_ID,
        "name": "Men's shed",
        "purpose": "We mend what is brought, and talk.",
        "joining": "ask",
        "questions": ["What do you like to mend?"],
        "vouched": False,
    },
    "asked_by": {"id": "0199d0a0-c0de-7000-8000-000000000001", "name": "Ada"},
    "words": WORDS,
    "asked_at": "2027-02-21T09:12:44Z",
    "expires_at": "2027-03-21T09:12:44Z",
    "can": ["accept", "decline"],
    "next": {"at": "2027-03-21T09:12:44Z", "becomes": "over"},
    "says": "Ada asks you into Men's shed.",
}
IN_GENERAL = [
    errors.GroupNotFound,
    errors.NotAMember,
    errors.NotTenured,
    errors.ForStewards,
    errors.HiddenGroupsAskNobodyAround,
    errors.AskedAroundLately,
]


@room.post(
    "/groups/<uuid:group_id>/asking_in",
    takes=AskingRequest,
    gives=AskingView,
    status=201,
    refuses=[
        *IN_GENERAL,
        errors.AlreadyAskedIn,
        errors.TooManyAskedIn,
        errors.StreetTooFar,
        PersonNotFound,
        IdAlreadyTaken,
    ],
    example={"kind": "street", "cell": "88195d2b1dfffff", "words": WORDS},
    answer_example=ASKING,
)
def ask_in(call: Call, group_id: UUID) -> AskingSeen:
    """Ask a person, a street or everybody near into a group of mine, in my own words."""
    wish = AskingWish(**call.body)
    made = asking_in.ask_in(call.session, group_id, wish, by=call.by, now=call.now)
    return asking_seen.get_asking(call.session, made.id, by=call.by, now=call.now)


@room.get(
    "/groups/<uuid:group_id>/asking_in",
    query=PageRequest,
    gives=page_of(AskingView),
    refuses=[errors.GroupNotFound, errors.NotAMember],
    answer_example={"items": [OPEN], "next": None},
)
def list_asking_in(call: Call, group_id: UUID) -> Page:
    """List whom I asked into a group of mine, and which streets it asked, the newest first."""
    items = asking_seen.list_askings(
        call.reader,
        group_id,
        by=call.by,
        now=call.now,
        after=position_by_id(call.query),
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.put(
    "/asking_in/<uuid:asking_id>/hand",
    gives=AskingView,
    refuses=[*IN_GENERAL, errors.AskingNotFound, errors.AskingWentOut],
    answer_example=OPEN,
)
def lend_hand_to_asking(call: Call, asking_id: UUID) -> AskingSeen:
    """Ask a street, or everybody near, together with whoever wrote it; the last hand sends it."""
    asking_in.lend_hand(call.session, asking_id, by=call.by, now=call.now)
    return asking_seen.get_asking(call.session, asking_id, by=call.by, now=call.now)


@room.delete(
    "/asking_in/<uuid:asking_id>",
    refuses=[errors.AskingNotFound, errors.GroupNotFound],
)
def take_asking_back(call: Call, asking_id: UUID) -> None:
    """Take back what I asked: whoever did not answer is not asked any more."""
    asking_in.take_back(call.session, asking_id, by=call.by, now=call.now)


@room.get(
    "/me/asked_in",
    query=PageRequest,
    gives=page_of(AskedInView),
    answer_example={"items": [ASKED], "next": None},
)
def list_asked_in(call: Call) -> Page:
    """List what I am asked into and have not answered, the latest first."""
    items = asking_seen.list_asked_in(
        call.reader,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="asked_at")


@room.post(
    "/me/asked_in/<uuid:asking_id>/acceptance",
    takes=AcceptanceRequest,
    gives=GroupView,
    status=200,
    refuses=[
        errors.AskingNotFound,
        errors.AnswersDoNotFit,
        errors.GroupNotFound,
        errors.GroupIsFull,
        errors.TooManyGroups,
    ],
    example={"shows": "first_name"},
    answer_example=MINE,
)
def accept_asking(call: Call, asking_id: UUID) -> GroupSeen:
    """Come into the group I was asked into, or ask it to let me in where it likes to be asked."""
    body = call.body
    group = asked_in.accept(
        call.session,
        asking_id,
        by=call.by,
        now=call.now,
        shows=body["shows"],
        answers=body["answers"],
        words=body["words"],
    )
    return queries.get_asked_into(call.session, group.id, by=call.by, now=call.now)


@room.delete("/me/asked_in/<uuid:asking_id>", refuses=[errors.AskingNotFound])
def decline_asking(call: Call, asking_id: UUID) -> None:
    """Say no. Nobody is told, and nobody asks why."""
    asked_in.decline(call.session, asking_id, by=call.by, now=call.now)


@room.get(
    "/me/asked_in_wish",
    gives=AskedInWishView,
    answer_example={"around": True},
)
def get_asked_in_wish(call: Call) -> dict[str, bool]:
    """Read whether I may be asked with my street."""
    return {"around": asking_seen.likes_to_be_asked(call.reader, by=call.by)}


@room.put(
    "/me/asked_in_wish",
    takes=AskedInWish,
    gives=AskedInWishView,
    example={"around": False},
    answer_example={"around": False},
)
def set_asked_in_wish(call: Call) -> dict[str, bool]:
    """Say whether I like to be asked with my street; a no is one to what is open, too."""
    around = call.body["around"]
    asked_in.set_asked_in_wish(call.session, around=around, by=call.by, now=call.now)
    return {"around": around}
