"""Draws by lot over HTTP."""

from uuid import UUID

from backend.decisions import draw_queries, draws, errors
from backend.decisions.draw_queries import FORMAT, DrawRecordSeen, DrawSeen
from backend.decisions.draw_schemas import DrawRecordView, DrawRequest, DrawView
from backend.decisions.draws import DrawCall
from backend.groups.errors import GroupNotFound, NotAMember, NotTenured
from backend.groups.settling import settle_if_due
from backend.people.errors import PersonNotFound
from backend.web.call import Call
from backend.web.paging import Page, PageRequest, page_by_id, page_of, position_by_id
from backend.web.room import Room

room = Room("draws", description="People picked by a lot that nobody steers.")

LINK = "00" * 32
COMMITMENT = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
DRAW = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0d5",
    "group": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be005", "name": "Men's shed"},
    "called_by": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001", "name": "Ada"},
    "purpose": "Who plans the summer fair?",
    "seats": 2,
    "by_household": True,
    "called_at": "2027-03-01T18:00:00Z",
    "closes_at": "2027-03-03T18:00:00Z",
    "state": "open",
    "commitment": COMMITMENT,
    "link": None,
    "seated": [],
    "mine": None,
    "can": ["step_out"],
    "next": {"at": "2027-03-03T18:00:00Z", "becomes": "drawn"},
    "says": "The lot is drawn on Wednesday 3 March, 18:00. You can step out until then.",
}
DRAWN = {
    **DRAW,
    "state": "drawn",
    "link": LINK,
    "seated": [DRAW["called_by"]],
    "can": [],
    "next": None,
    "says": "The lot is drawn.",
}
RECORD = {
    "format": FORMAT,
    "group": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be005",
    "draw": DRAW["id"],
    "seats": 2,
    "by_household": True,
    "called_at": DRAW["called_at"],
    "closes_at": DRAW["closes_at"],
    "commitment": COMMITMENT,
    "tree": {"root": COMMITMENT, "number": 0, "path": []},
    "link": LINK,
    "pool": ["5d3c0a1f8b2e4d6790b1c2d3e4f50617"],
    "order": ["5d3c0a1f8b2e4d6790b1c2d3e4f50617"],
}


@room.post(
    "/groups/<uuid:group_id>/draws",
    takes=DrawRequest,
    gives=DrawView,
    status=201,
    refuses=[
        GroupNotFound,
        NotAMember,
        NotTenured,
        PersonNotFound,
        errors.TooManyDraws,
        errors.DrawClosingDoesNotFit,
    ],
    example={"purpose": "Who plans the summer fair?", "seats": 2, "by_household": True},
    answer_example=DRAW,
)
def call_draw(call: Call, group_id: UUID) -> DrawSeen:
    """Have people drawn by lot for a task or a panel; members may step out of it first."""
    called = DrawCall(**call.body)
    draw = draws.call_draw(call.session, group_id, called, by=call.by, now=call.now)
    return draw_queries.get_draw(call.session, draw.id, by=call.by)


@room.get(
    "/groups/<uuid:group_id>/draws",
    query=PageRequest,
    gives=page_of(DrawView),
    refuses=[GroupNotFound, NotAMember],
    answer_example={"items": [DRAWN], "next": None},
)
def list_draws(call: Call, group_id: UUID) -> Page:
    """List what a group draws and drew by lot, the newest first."""
    position = position_by_id(call.query)
    items = draw_queries.list_draws(
        settle_if_due(call, group_id, call.now),
        group_id,
        by=call.by,
        after=position,
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.get(
    "/draws/<uuid:draw_id>",
    gives=DrawView,
    refuses=[errors.DrawNotFound],
    answer_example=DRAWN,
)
def get_draw(call: Call, draw_id: UUID) -> DrawSeen:
    """Read how a draw stands, and on whom the lot fell."""
    reader = draw_queries.settled_reader(call, draw_id, by=call.by, now=call.now)
    return draw_queries.get_draw(reader, draw_id, by=call.by)


@room.get(
    "/draws/<uuid:draw_id>/record",
    gives=DrawRecordView,
    refuses=[errors.DrawNotFound],
    answer_example=RECORD,
)
def get_record_of_draw(call: Call, draw_id: UUID) -> DrawRecordSeen:
    """Take the record of a draw home, by which anybody can draw it again (scripts/verify_draw)."""
    reader = draw_queries.settled_reader(call, draw_id, by=call.by, now=call.now)
    return draw_queries.get_record(reader, draw_id, by=call.by)


STEPPING = [errors.DrawNotFound, errors.PoolIsClosed, GroupNotFound, PersonNotFound]


@room.put(
    "/draws/<uuid:draw_id>/stepping_out",
    gives=DrawView,
    refuses=STEPPING,
    answer_example={**DRAW, "mine": "out", "can": ["step_in"]},
)
def step_out_of_draw(call: Call, draw_id: UUID) -> DrawSeen:
    """Step out of a draw before it is drawn. Nobody else is told."""
    draws.step_out(call.session, draw_id, by=call.by, now=call.now)
    return draw_queries.get_draw(call.session, draw_id, by=call.by)


@room.delete("/draws/<uuid:draw_id>/stepping_out", refuses=STEPPING[:-1])
def step_into_draw(call: Call, draw_id: UUID) -> None:
    """Be in a draw again that you had stepped out of."""
    draws.step_in(call.session, draw_id, by=call.by, now=call.now)


@room.put(
    "/draws/<uuid:draw_id>/declining",
    gives=DrawView,
    refuses=[errors.DrawNotFound, errors.NotDrawn, GroupNotFound, PersonNotFound],
    answer_example={**DRAWN, "mine": "declined", "seated": []},
)
def decline_seat(call: Call, draw_id: UUID) -> DrawSeen:
    """Say no to what the lot gave you, without a reason; the next of the lot is asked."""
    draws.decline(call.session, draw_id, by=call.by, now=call.now)
    return draw_queries.get_draw(call.session, draw_id, by=call.by)
