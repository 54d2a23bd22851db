"""Boards over HTTP."""

from uuid import UUID

from backend.boards import errors, queries, service
from backend.boards.queries import NoticeSeen
from backend.boards.schemas import (
    BoardReadRequest,
    NoticeAnswerRequest,
    NoticeRequest,
    NoticeView,
    TakingDownView,
)
from backend.groups.errors import ForStewards, GroupNotFound, NotAMember, NotTenured
from backend.web.call import Call
from backend.web.paging import Page, PageRequest, page_in_time, page_of, position_in_time
from backend.web.room import Room

room = Room("boards", description="The notice board of a group.")

NOTICE = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0b1",
    "group": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be005", "name": "Men's shed"},
    "notice_id": None,
    "written_by": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001", "name": "Ada"},
    "title": "The vice is loose",
    "words": "Has anybody a 17 mm spanner?",
    "written_at": "2027-03-01T18:00:00Z",
    "last_at": "2027-03-01T18:00:00Z",
    "answers": 0,
    "is_unread": False,
    "can": ["answer", "take_down"],
}
ANSWER = {
    **NOTICE,
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0b2",
    "notice_id": NOTICE["id"],
    "title": "",
    "words": "I do. On Thursday?",
    "can": ["take_down"],
}
WRITING = [errors.TooManyNotices, errors.NoticeAlreadyWritten, GroupNotFound]


@room.post(
    "/groups/<uuid:group_id>/notices",
    takes=NoticeRequest,
    gives=NoticeView,
    status=201,
    refuses=[*WRITING, NotAMember],
    example={"title": NOTICE["title"], "words": NOTICE["words"]},
    answer_example=NOTICE,
)
def put_notice_up(call: Call, group_id: UUID) -> NoticeSeen:
    """Put a notice on the board of a group of mine."""
    notice = service.put_up(
        call.session,
        group_id,
        call.body["title"],
        call.body["words"],
        by=call.by,
        now=call.now,
        notice_id=call.body.get("id"),
    )
    return queries.get_notice(call.session, notice.id, by=call.by, now=call.now)


@room.get(
    "/groups/<uuid:group_id>/notices",
    query=PageRequest,
    gives=page_of(NoticeView),
    refuses=[GroupNotFound, NotAMember],
    answer_example={"items": [NOTICE], "next": None},
)
def list_notices(call: Call, group_id: UUID) -> Page:
    """List what is on the board of a group of mine, the latest answered first."""
    items = queries.list_notices(
        call.reader,
        group_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="last_at")


@room.get(
    "/notices/<uuid:notice_id>",
    gives=NoticeView,
    refuses=[errors.NoticeNotFound],
    answer_example=NOTICE,
)
def get_notice(call: Call, notice_id: UUID) -> NoticeSeen:
    """Read a notice, or an answer to one."""
    return queries.get_notice(call.reader, notice_id, by=call.by, now=call.now)


@room.post(
    "/notices/<uuid:notice_id>/answers",
    takes=NoticeAnswerRequest,
    gives=NoticeView,
    status=201,
    refuses=[*WRITING, errors.NoticeNotFound, errors.ThreadIsFull],
    example={"words": ANSWER["words"]},
    answer_example=ANSWER,
)
def answer_notice(call: Call, notice_id: UUID) -> NoticeSeen:
    """Answer a notice."""
    said = service.answer(
        call.session,
        notice_id,
        call.body["words"],
        by=call.by,
        now=call.now,
        answer_id=call.body.get("id"),
    )
    return queries.get_notice(call.session, said.id, by=call.by, now=call.now)


@room.get(
    "/notices/<uuid:notice_id>/answers",
    query=PageRequest,
    gives=page_of(NoticeView),
    refuses=[errors.NoticeNotFound],
    answer_example={"items": [ANSWER], "next": None},
)
def list_answers_to_notice(call: Call, notice_id: UUID) -> Page:
    """List the answers to a notice, in order."""
    items = queries.list_answers(
        call.reader,
        notice_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="last_at")


@room.put(
    "/notices/<uuid:notice_id>/taking_down",
    gives=TakingDownView,
    refuses=[errors.NoticeNotFound, GroupNotFound, NotAMember, NotTenured, ForStewards],
    answer_example={"is_down": True},
)
def take_notice_down(call: Call, notice_id: UUID) -> dict[str, bool]:
    """Take down what you wrote; what somebody else did, a steward does, or two of you together."""
    return {"is_down": service.take_down(call.session, notice_id, by=call.by, now=call.now)}


@room.put(
    "/groups/<uuid:group_id>/notices/read",
    takes=BoardReadRequest,
    refuses=[GroupNotFound, NotAMember],
    example={"until": NOTICE["last_at"]},
)
def mark_board_read(call: Call, group_id: UUID) -> None:
    """Say up to when you have read the board of a group."""
    service.mark_read(call.session, group_id, call.body["until"], by=call.by, now=call.now)
