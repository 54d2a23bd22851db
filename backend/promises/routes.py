"""Promises over HTTP: one endpoint for each thing that people do with them."""

from uuid import UUID

from backend.conversations.errors import ConversationNotFound
from backend.conversations.routes import CONVERSATION
from backend.conversations.schemas import ConversationView
from backend.conversations.seen import ConversationSeen
from backend.conversations.seen import get_conversation as read_conversation
from backend.conversations.service import open_conversation
from backend.db.constraints import IdAlreadyTaken
from backend.people.errors import PersonNotFound
from backend.posts.errors import PostIsOver, PostNotFound
from backend.promises import (
    ending,
    errors,
    hearing,
    lending,
    models,
    purge,
    queries,
    service,
    sharing_out,
    thanking,
)
from backend.promises.errors import PromiseCannotBecome, PromiseNotFound
from backend.promises.examples import (
    AGREED,
    CLAIMED,
    DISPUTED,
    KEPT,
    LOT,
    OFFERED,
    OVER,
    PROMISE,
    THANKS,
)
from backend.promises.schemas import (
    ClaimRequest,
    CountsView,
    ExtensionRequest,
    LotView,
    OfferingRequest,
    PickingRequest,
    PromiseRequest,
    PromisesQuery,
    PromiseView,
    PromiseWordsRequest,
    ThanksRequest,
    ThanksView,
)
from backend.promises.seen import Counts, LotSeen, PromiseSeen
from backend.web.call import Call
from backend.web.paging import Page, PageRequest, page_in_time, page_of, position_in_time
from backend.web.room import Room

__all__ = ["hearing", "models", "purge", "room"]

room = Room("promises", description="Two neighbours agreed on an offer or a need.")

ONE = [PromiseNotFound, PromiseCannotBecome]
LEFT = [errors.NotSoManyLeft, errors.DatesAlreadyHeld]
DUE = [errors.NotLent, errors.DueTooEarly]


@room.post(
    "/posts/<uuid:post_id>/promises",
    takes=PromiseRequest,
    gives=PromiseView,
    status=201,
    refuses=[
        PostNotFound,
        PostIsOver,
        errors.YourOwnPost,
        errors.HellosAreNotPromised,
        errors.AlreadyPromised,
        errors.AskedOftenEnough,
        *LEFT,
        errors.DatesNeeded,
        errors.NotThoseDates,
        errors.TimeNotPossible,
        IdAlreadyTaken,
    ],
    example={"words": "For a shelf in the hall."},
    answer_example=PROMISE,
)
def ask_or_answer(call: Call, post_id: UUID) -> PromiseSeen:
    """Ask for an offer, or answer a need: all of it, a part of it, or some of its dates."""
    body = call.body
    promise = service.ask(
        call.session,
        post_id,
        by=call.by,
        now=call.now,
        quantity=body.get("quantity", 1),
        on_dates=body.get("on_dates", ()),
        words=body["words"],
        starts_at=body["starts_at"],
        ends_at=body["ends_at"],
        promise_id=body.get("id"),
    )
    return _seen(call, promise.id)


@room.get(
    "/posts/<uuid:post_id>/promises",
    query=PageRequest,
    gives=page_of(PromiseView),
    refuses=[PostNotFound],
    answer_example={"items": [PROMISE], "next": None},
)
def list_promises_of_post(call: Call, post_id: UUID) -> Page:
    """List the promises of my post, first come first; of others' posts my own."""
    items = queries.list_promises_of_post(
        call.reader,
        post_id,
        by=call.by,
        now=call.now,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="asked_at")


@room.get(
    "/me/promises",
    query=PromisesQuery,
    gives=page_of(PromiseView),
    answer_example={"items": [PROMISE], "next": None},
)
def list_my_promises(call: Call) -> Page:
    """List what I owe and what comes to me, in order of time."""
    items = queries.list_my_promises(
        call.reader,
        by=call.by,
        now=call.now,
        over=call.query["over"],
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="falls_at")


@room.get(
    "/promises/<uuid:promise_id>",
    gives=PromiseView,
    refuses=[PromiseNotFound],
    answer_example=PROMISE,
)
def get_promise(call: Call, promise_id: UUID) -> PromiseSeen:
    """Read a promise of mine."""
    return queries.get_promise(call.reader, promise_id, by=call.by, now=call.now)


@room.post(
    "/promises/<uuid:promise_id>/offering",
    takes=OfferingRequest,
    gives=PromiseView,
    refuses=[
        *ONE,
        *LEFT,
        *DUE,
        errors.TimeNotPossible,
        errors.TooSoonToShareOut,
        errors.NotNextInOrder,
        errors.NobodyAsked,
    ],
    example={"due_at": "2026-03-15T10:30:00Z"},
    answer_example={**OFFERED, "due_at": "2026-03-15T10:30:00Z", "can": ["release"]},
)
def offer_to_one(call: Call, promise_id: UUID) -> PromiseSeen:
    """Offer it to somebody who asked. It is held for them until they answer, for a day at most."""
    service.offer(call.session, promise_id, by=call.by, now=call.now, **call.body)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/picking",
    takes=PickingRequest,
    gives=PromiseView,
    refuses=[*ONE, *LEFT, *DUE],
    example={},
    answer_example={**AGREED, "kind": "need", "mine": "comes_to_me", "offered_at": None},
)
def pick_one(call: Call, promise_id: UUID) -> PromiseSeen:
    """Pick somebody who answered. With that it is agreed."""
    service.pick(call.session, promise_id, by=call.by, now=call.now, **call.body)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/agreeing",
    gives=PromiseView,
    refuses=ONE,
    answer_example={**AGREED, "side": "counterpart", "mine": "comes_to_me"},
)
def agree_to_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Say yes to what is offered to me."""
    service.agree(call.session, promise_id, by=call.by, now=call.now)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/declining",
    takes=PromiseWordsRequest,
    gives=PromiseView,
    refuses=ONE,
    example={},
    answer_example={**OFFERED, **OVER, "state": "declined", "says": "You said no to this."},
)
def decline_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Say no: to somebody who asked or answered, or to what is offered to me."""
    ending.decline(call.session, promise_id, by=call.by, now=call.now, **call.body)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/release",
    takes=PromiseWordsRequest,
    gives=PromiseView,
    refuses=ONE,
    example={"words": "I am down with a cold."},
    answer_example={**AGREED, **OVER, "state": "released", "says": "You called it off."},
)
def release_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Take back what I asked, answered or offered, or give back what we agreed on."""
    ending.release(call.session, promise_id, by=call.by, now=call.now, **call.body)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/claim",
    takes=ClaimRequest,
    gives=PromiseView,
    refuses=[*ONE, errors.TooEarlyToSay],
    example={"says": "missed", "words": "It has not come back yet."},
    answer_example={**CLAIMED, "claim_words": "It has not come back yet."},
)
def claim_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Say how it went. Whoever received it settles with that that it was kept."""
    ending.claim(call.session, promise_id, by=call.by, now=call.now, **call.body)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/confirmation",
    gives=PromiseView,
    refuses=ONE,
    answer_example={**KEPT, "contest_words": ""},
)
def confirm_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Say that it was as the other side says."""
    ending.confirm(call.session, promise_id, by=call.by, now=call.now)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/contest",
    takes=PromiseWordsRequest,
    gives=PromiseView,
    refuses=ONE,
    example={"words": "I brought it back on Sunday, it is in your shed."},
    answer_example=DISPUTED,
)
def contest_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Say that it was otherwise. It counts for nobody until one takes the other's word."""
    ending.contest(call.session, promise_id, by=call.by, now=call.now, **call.body)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/concession",
    gives=PromiseView,
    refuses=ONE,
    answer_example=KEPT,
)
def concede_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Take the other side's word."""
    ending.concede(call.session, promise_id, by=call.by, now=call.now)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/extension",
    takes=ExtensionRequest,
    gives=PromiseView,
    refuses=[*ONE, errors.DueTooEarly],
    example={"due_at": "2026-03-22T10:30:00Z"},
    answer_example={
        **AGREED,
        "falls_at": "2026-03-22T10:30:00Z",
        "due_at": "2026-03-22T10:30:00Z",
        "next": {"at": "2026-03-29T10:30:00Z", "becomes": "ended"},
    },
)
def extend_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Let what I lend be back later, or wish for it where I borrowed it."""
    lending.extend(call.session, promise_id, by=call.by, now=call.now, **call.body)
    return _seen(call, promise_id)


@room.post(
    "/promises/<uuid:promise_id>/thanks",
    takes=ThanksRequest,
    gives=PromiseView,
    refuses=[*ONE, errors.NobodyToThank, errors.AlreadyThanked],
    example={"words": "The shelf hangs. Thank you!"},
    answer_example={**KEPT, "can": [], "thanks_said": "The shelf hangs. Thank you!"},
)
def thank_for_it(call: Call, promise_id: UUID) -> PromiseSeen:
    """Say thanks for what was kept, once. Only the other side sees it, unless they show it."""
    thanking.thank(call.session, promise_id, by=call.by, now=call.now, **call.body)
    return _seen(call, promise_id)


@room.put(
    "/promises/<uuid:promise_id>/thanks/showing",
    gives=PromiseView,
    refuses=[PromiseNotFound, errors.ThanksNotFound],
    answer_example={**KEPT, "thanks_received": "It saved my week.", "thanks_shown": True},
)
def show_thanks(call: Call, promise_id: UUID) -> PromiseSeen:
    """Show the thanks I was given to my neighbours."""
    thanking.show(call.session, promise_id, by=call.by, now=call.now)
    return _seen(call, promise_id)


@room.delete(
    "/promises/<uuid:promise_id>/thanks/showing",
    gives=PromiseView,
    refuses=[PromiseNotFound, errors.ThanksNotFound],
    answer_example={**KEPT, "thanks_received": "It saved my week."},
)
def hide_thanks(call: Call, promise_id: UUID) -> PromiseSeen:
    """Show the thanks I was given to nobody any more."""
    thanking.show(call.session, promise_id, by=call.by, now=call.now, shown=False)
    return _seen(call, promise_id)


@room.get(
    "/people/<uuid:person_id>/thanks",
    query=PageRequest,
    gives=page_of(ThanksView),
    refuses=[PersonNotFound],
    answer_example={"items": [THANKS], "next": None},
)
def list_thanks_of_person(call: Call, person_id: UUID) -> Page:
    """List the thanks that a neighbour shows, the latest first."""
    items = thanking.list_thanks(
        call.reader,
        person_id,
        by=call.by,
        after=position_in_time(call.query),
        limit=call.query["limit"],
    )
    return page_in_time(items, call.query, at="said_at")


@room.get(
    "/me/promises/counts",
    gives=CountsView,
    answer_example={"kept": 7, "missed": 0, "received": 4},
)
def count_my_promises(call: Call) -> Counts:
    """Count what I kept, missed and received; for my eyes only."""
    return queries.count_my_promises(call.reader, by=call.by)


@room.post(
    "/posts/<uuid:post_id>/sharing_out",
    gives=LotView,
    refuses=[
        PostNotFound,
        PostIsOver,
        errors.NotScarce,
        errors.NotAmongThoseWhoAsked,
        errors.NobodyAsked,
        errors.TooSoonToShareOut,
    ],
    answer_example=LOT,
)
def share_out_post(call: Call, post_id: UUID) -> LotSeen:
    """Draw the lot of a scarce offer, and offer it in that order to as many as there is."""
    return sharing_out.share_out(call.session, post_id, by=call.by, now=call.now)


@room.get(
    "/posts/<uuid:post_id>/lot",
    gives=LotView,
    refuses=[errors.LotNotFound],
    answer_example=LOT,
)
def get_lot(call: Call, post_id: UUID) -> LotSeen:
    """Read how a scarce offer was shared out, to work it out again."""
    return sharing_out.get_lot(call.reader, post_id, by=call.by)


@room.post(
    "/promises/<uuid:promise_id>/conversation",
    gives=ConversationView,
    refuses=[PromiseNotFound, ConversationNotFound],
    answer_example={
        **CONVERSATION,
        "about": {"kind": "promises", "id": PROMISE["id"], "title": "A drill, to borrow"},
    },
)
def talk_about_promise(call: Call, promise_id: UUID) -> ConversationSeen:
    """Open the conversation of a promise of mine, or find it."""
    queries.get_promise(call.session, promise_id, by=call.by, now=call.now)
    conversation = open_conversation(call.session, "promises", promise_id, by=call.by, now=call.now)
    return read_conversation(call.session, conversation.id, by=call.by, now=call.now)


def _seen(call: Call, promise_id: UUID) -> PromiseSeen:
    return queries.get_promise(call.session, promise_id, by=call.by, now=call.now)
