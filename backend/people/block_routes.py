"""The contract about blocks: for oneself alone, for nobody learns who blocked them."""

from uuid import UUID

from backend.people import blocks
from backend.people.errors import PersonNotFound
from backend.people.schemas import BlockView
from backend.web.call import Call
from backend.web.paging import Page, PageRequest, page_in_time, page_of, position_in_time
from backend.web.room import Room

room = Room("blocks", description="Not seeing each other: mutual, and undone by its maker alone.")

BLOCK = {
    "id": "0199d0a0-c0de-7000-8000-000000000002",
    "name": "Ben",
    "since_at": "2026-03-01T10:00:00Z",
}


@room.get(
    "/me/blocks",
    query=PageRequest,
    gives=page_of(BlockView),
    answer_example={"items": [BLOCK], "next": None},
)
def list_my_blocks(call: Call) -> Page:
    """List whom I blocked, the latest first."""
    items = blocks.list_blocks(
        call.reader,
        by=call.by,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="since_at")


@room.put("/me/blocks/<uuid:person_id>", refuses=[PersonNotFound])
def block_person(call: Call, person_id: UUID) -> None:
    """Block somebody: from now on neither sees the other, as if each had left for the other."""
    blocks.block(call.session, person_id, by=call.by, now=call.now)


@room.delete("/me/blocks/<uuid:person_id>")
def unblock_person(call: Call, person_id: UUID) -> None:
    """Undo my own block. What was let go stays so."""
    blocks.unblock(call.session, person_id, by=call.by)
