"""Posts over HTTP: writing one, changing it, ending it, and reading one's own."""

from collections.abc import Callable
from uuid import UUID

from backend.conversations.errors import ConversationNotFound
from backend.conversations.routes import CONVERSATION
from backend.conversations.schemas import ConversationView
from backend.conversations.seen import ConversationSeen, get_conversation
from backend.db.constraints import IdAlreadyTaken
from backend.groups.changes import asked_change
from backend.groups.errors import (
    ForStewards,
    GroupNotFound,
    NotAMember,
    NotTenured,
    TooManyProposed,
)
from backend.groups.powers import Act
from backend.kernel.facts import ChangedMeanwhile
from backend.kernel.recurrence import RuleHasNoDates
from backend.kernel.rrule import RuleNotUnderstood, RuleTooFine, RuleTooLong, TooManyDates
from backend.people.errors import PersonNotFound
from backend.places.errors import PlaceNeeded
from backend.posts import ending, errors, leaving, purge, reading, service, talking
from backend.posts.categories import Category
from backend.posts.examples import MINE, POST
from backend.posts.models import Post
from backend.posts.reading import Which
from backend.posts.schemas import (
    CategoriesView,
    MyPostsQuery,
    PostEdit,
    PostRequest,
    PostView,
)
from backend.posts.seen import PostSeen
from backend.posts.together import do_with_post
from backend.web.call import Call
from backend.web.paging import Page, PageRequest, page_by_id, page_of, position_by_id
from backend.web.room import Room
from backend.web.words import sentence

__all__ = ["leaving", "purge", "room"]

room = Room("posts", description="Offers, needs and hellos.")

OF_ITS_TIME = [
    errors.EndsBeforeItStarts,
    errors.ItsTimeIsOver,
    errors.TooFarAhead,
    RuleTooLong,
    RuleNotUnderstood,
    RuleTooFine,
    TooManyDates,
    RuleHasNoDates,
]
OF_WHAT_IT_SAYS = [
    *OF_ITS_TIME,
    errors.QuantityIsOfDates,
    errors.NotForThisKind,
    errors.UrgentOrStanding,
]
OF_A_GROUP = [GroupNotFound, NotAMember]
OF_MINE = [errors.PostNotFound, errors.NotYourPost]
OF_OURS = [*OF_MINE, NotTenured, ForStewards, TooManyProposed]
"""Why somebody may not do what members do together with a post of their group."""


@room.post(
    "/posts",
    takes=PostRequest,
    gives=PostView,
    status=201,
    refuses=[
        *OF_WHAT_IT_SAYS,
        *OF_A_GROUP,
        errors.OnlyForItsMembers,
        PlaceNeeded,
        errors.TooManyPosts,
        IdAlreadyTaken,
    ],
    example={
        "kind": "offer",
        "way": "lend",
        "category": "tools",
        "title": "A drill with all its bits",
        "lend_days": 7,
        "place": {"latitude": 53.9231, "longitude": -3.0154},
    },
    answer_example=MINE,
)
def create_post(call: Call) -> PostSeen:
    """Post an offer, a need or a hello, or keep it as a draft."""
    post = service.create_post(
        call.session, call.body, by=call.by, now=call.now, language=call.language
    )
    return _seen(call, post)


@room.get(
    "/posts/<uuid:post_id>",
    gives=PostView,
    refuses=[errors.PostNotFound],
    answer_example=POST,
)
def get_post(call: Call, post_id: UUID) -> PostSeen:
    """Read one post."""
    return reading.get_post(call.reader, post_id, by=call.by, now=call.now)


@room.patch(
    "/posts/<uuid:post_id>",
    takes=PostEdit,
    gives=PostView,
    refuses=[
        *OF_OURS,
        *OF_WHAT_IT_SAYS,
        ChangedMeanwhile,
        errors.PostIsOver,
        errors.MoreIsHeld,
    ],
    example={"words": "Come by in the morning.", "quantity": 2},
    answer_example=MINE,
)
def change_post(call: Call, post_id: UUID) -> PostSeen:
    """Change what a post says; what is not sent stays. Its kind and its way stay."""
    return _together(
        call,
        post_id,
        Act.POST,
        lambda by: service.change_post(
            call.session, post_id, call.body, by=by, now=call.now, if_version=call.if_match
        ),
    )


@room.delete("/posts/<uuid:post_id>", refuses=[*OF_MINE, errors.AlreadyOpened])
def discard_draft(call: Call, post_id: UUID) -> None:
    """Throw a draft away that nobody else has seen."""
    ending.discard_draft(call.session, post_id, by=call.by)


@room.post(
    "/posts/<uuid:post_id>/publication",
    gives=PostView,
    refuses=[
        *OF_MINE,
        *OF_ITS_TIME,
        *OF_A_GROUP,
        errors.OnlyForItsMembers,
        errors.AlreadyOpened,
    ],
    answer_example=MINE,
)
def publish_post(call: Call, post_id: UUID) -> PostSeen:
    """Show a draft to others."""
    return _seen(call, service.publish(call.session, post_id, by=call.by, now=call.now))


@room.post(
    "/posts/<uuid:post_id>/closing",
    gives=PostView,
    refuses=[*OF_OURS, errors.PostIsOver],
    answer_example={**MINE, "state": "closed", "can": []},
)
def close_post(call: Call, post_id: UUID) -> PostSeen:
    """Say that it is done with, whoever helped; what was agreed stands."""
    return _together(
        call,
        post_id,
        Act.POST,
        lambda by: ending.close_post(call.session, post_id, by=by, now=call.now),
    )


@room.post(
    "/posts/<uuid:post_id>/withdrawal",
    gives=PostView,
    refuses=[*OF_MINE, errors.PostIsOver],
    answer_example={**MINE, "state": "withdrawn", "can": []},
)
def withdraw_post(call: Call, post_id: UUID) -> PostSeen:
    """Take it back, and with it what was agreed."""
    return _seen(call, ending.withdraw_post(call.session, post_id, by=call.by, now=call.now))


@room.post(
    "/posts/<uuid:post_id>/renewal",
    gives=PostView,
    refuses=[*OF_OURS, errors.PostIsOver, errors.CannotBeRenewed],
    answer_example=MINE,
)
def renew_post(call: Call, post_id: UUID) -> PostSeen:
    """Give it time anew: it still stands. What ran out in the last 14 days comes back."""
    return _together(
        call,
        post_id,
        Act.RENEW,
        lambda by: ending.renew_post(call.session, post_id, by=by, now=call.now),
    )


@room.post(
    "/posts/<uuid:post_id>/conversation",
    gives=ConversationView,
    status=200,
    refuses=[
        errors.PostNotFound,
        errors.NotAnsweredByWord,
        errors.PostIsOver,
        errors.ManyAnswersToday,
        ConversationNotFound,
    ],
    answer_example=CONVERSATION,
)
def answer_hello(call: Call, post_id: UUID) -> ConversationSeen:
    """Answer a hello with a word: open the conversation with whoever wrote it, or find it."""
    talk = talking.answer_by_word(call.session, post_id, by=call.by, now=call.now)
    return get_conversation(call.session, talk.id, by=call.by, now=call.now)


@room.get(
    "/me/posts",
    query=MyPostsQuery,
    gives=page_of(PostView),
    answer_example={"items": [MINE], "next": None},
)
def list_my_posts(call: Call) -> Page:
    """List my posts, the newest first: those that are open, over, or drafts."""
    items = reading.list_my_posts(
        call.reader,
        Which(call.query["state"]),
        by=call.by,
        now=call.now,
        after=position_by_id(call.query),
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.get(
    "/people/<uuid:person_id>/posts",
    query=PageRequest,
    gives=page_of(PostView),
    refuses=[PersonNotFound],
    answer_example={"items": [POST], "next": None},
)
def list_posts_of_person(call: Call, person_id: UUID) -> Page:
    """List what a neighbour has posted under their name and is open, the newest first."""
    items = reading.list_posts_of(
        call.reader,
        person_id,
        by=call.by,
        now=call.now,
        after=position_by_id(call.query),
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.get(
    "/groups/<uuid:group_id>/posts",
    query=PageRequest,
    gives=page_of(PostView),
    refuses=OF_A_GROUP,
    answer_example={"items": [POST], "next": None},
)
def list_posts_of_group(call: Call, group_id: UUID) -> Page:
    """List what is open in the name of a group of mine or for it alone, the newest first."""
    items = reading.list_posts_of_group(
        call.reader,
        group_id,
        by=call.by,
        now=call.now,
        after=position_by_id(call.query),
        limit=call.query["limit"],
    )
    return page_by_id(items, call.query)


@room.get(
    "/categories",
    gives=CategoriesView,
    answer_example={"categories": [{"category": "tools", "name": "Tools"}]},
)
def list_categories(call: Call) -> dict[str, object]:
    """List what posts may be about, with their names in my language."""
    return {
        "categories": [
            {"category": each.value, "name": sentence(f"category_{each.value}", {}, call.language)}
            for each in Category
        ]
    }


def _together(call: Call, post_id: UUID, act: Act, do: Callable[[UUID], object]) -> PostSeen:
    """Do something with a post of mine, or with one of my group, to which it takes another hand."""
    change = asked_change()
    do_with_post(call.session, post_id, act, change, do, by=call.by, now=call.now)
    return reading.get_post(call.session, post_id, by=call.by, now=call.now)


def _seen(call: Call, post: Post) -> PostSeen:
    return reading.get_post(call.session, post.id, by=call.by, now=call.now)
