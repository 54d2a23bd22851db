"""Posting: writing a draft, publishing it, and changing what it says."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.local_time import zone_named
from backend.people.masking import masked
from backend.people.models import Person
from backend.people.service import lock_myself
from backend.places.cells import cell_of, centre_of, is_countryside
from backend.places.errors import PlaceNeeded
from backend.places.mercator import nearness_of
from backend.places.zones import zone_at
from backend.posts import rules
from backend.posts.categories import Category, usual_way
from backend.posts.errors import (
    AlreadyOpened,
    MoreIsHeld,
    PostIsOver,
    QuantityIsOfDates,
    TooManyPosts,
)
from backend.posts.freshness import warn_ahead
from backend.posts.locks import lock_my_post
from backend.posts.models import Post
from backend.posts.of_groups import check_group
from backend.posts.rules import When
from backend.posts.signals import dates_taken_away, post_changed, post_opened, post_settling
from backend.posts.states import SHOWN, Audience, PostKind, PostState, Way, state_at

_PLAIN = (
    "title",
    "words",
    "contacts_are_public",
    "category",
    "lend_days",
    "urgent",
    "standing",
    "quiet",
    "answered_by_word",
)
"""What is kept as it is given."""

_WHEN = frozenset({"starts_at", "ends_at", "repeats", "on_dates"})
_HOW_LONG = frozenset({"urgent", "standing", "place", *_WHEN})
"""The changes after which it runs out at another time."""


def create_post(
    session: Session, given: Mapping[str, Any], *, by: UUID, now: datetime, language: str
) -> Post:
    """Write a post and publish it, or keep it as a draft. ``given`` is what was said, by field.

    ``language`` is that of the request, for those who speak none. Raises TooManyPosts,
    PlaceNeeded, GroupNotFound, NotAMember, OnlyForItsMembers, QuantityIsOfDates, and the facts of
    `rules.check_fits_kind` and `rules.check_when`.
    """
    me = lock_myself(session, by)
    group_id, audience = given.get("group_id"), Audience(given.get("visible_to", Audience.NEARBY))
    check_group(session, group_id, audience, by=by)
    _check_room(session, by, now)
    kind = PostKind(given["kind"])
    is_hello = kind is PostKind.HELLO
    way = None if is_hello else Way(given.get("way") or usual_way(given.get("category")))
    rules.check_fits_kind(kind, way, given)
    post = Post(
        id=given.get("id") or new_id(),
        kind=kind.value,
        way=None if way is None else way.value,
        category=None if is_hello else Category.OTHER.value,
        words="",
        contacts_are_public=False,
        language=_language(given, me, language),
        posted_by=by,
        group_id=group_id,
        visible_to=audience.value,
        quantity=given.get("quantity", 1),
        held=0,
        on_dates=[],
        urgent=False,
        standing=False,
        scarce=given.get("scarce", False),
        lot_secret=secrets.token_bytes(32) if given.get("scarce") else None,
        terms_version=1,
        version=1,
        state=PostState.DRAFT.value,
        created_at=now,
    )
    _put(post, _place_of(given, me))
    _write(post, given)
    _set_when(post, rules.when_with(When(), given), given, now)
    session.add(post)
    session.flush()
    if not given.get("draft"):
        _open(session, post, now)
    return post


def publish(session: Session, post_id: UUID, *, by: UUID, now: datetime) -> Post:
    """Show a draft to others.

    Raises PostNotFound, NotYourPost, AlreadyOpened, those of `of_groups.check_group`, and the facts
    of `rules.check_when`: a time may be over that was to come when it was written.
    """
    lock_myself(session, by)
    draft = session.get(Post, post_id)
    if draft is not None and draft.posted_by == by:
        # Its group stays as it was when it was written; they may have left it meanwhile.
        check_group(session, draft.group_id, Audience(draft.visible_to), by=by)
    post = lock_my_post(session, post_id, by=by)
    if post.state != PostState.DRAFT:
        raise AlreadyOpened
    rules.check_when(rules.when_of(post), zone_named(post.zone), now)
    post.version += 1
    _open(session, post, now)
    return post


def change_post(
    session: Session,
    post_id: UUID,
    given: Mapping[str, Any],
    *,
    by: UUID,
    now: datetime,
    if_version: int | None,
) -> Post:
    """Change what a post says; what is not given stays.

    Raises PostNotFound, NotYourPost, ChangedMeanwhile, PostIsOver, MoreIsHeld, QuantityIsOfDates,
    and the facts of `rules.check_fits_kind` and `rules.check_when`.
    """
    post = lock_my_post(session, post_id, by=by)
    check_version(post.version, if_version)
    state = state_at(post.facts, now)
    if state not in {PostState.DRAFT, *SHOWN}:
        raise PostIsOver(state=state.value)
    said = {"urgent": post.urgent, "standing": post.standing, **given}
    rules.check_fits_kind(PostKind(post.kind), Way(post.way) if post.way else None, said)
    if state is not PostState.DRAFT:
        post_settling.send(session, post=post, now=now)
    terms = _terms_of(post)
    open_until = post.open_until
    if given.get("place"):
        _put(post, given["place"], wide=is_countryside(post.cell))
    if "language" in given:
        post.language = _primary(given["language"])
    _write(post, given)
    _change_when(session, post, given, now)
    if post.open_until is not None and given.keys() & _HOW_LONG:
        post.open_until = _runs_out_at(post, now)
    post.version += 1
    if _terms_of(post) != terms:
        post.terms_version += 1
    session.flush()
    if state is not PostState.DRAFT:
        if post.open_until != open_until:
            warn_ahead(session, post, now=now)
        if _terms_of(post) != terms or post.open_until != open_until:
            post_changed.send(session, post=post, now=now)
    return post


def _check_room(session: Session, by: UUID, now: datetime) -> None:
    """Refuse more posts than anybody has use for; call with the person locked."""
    count = session.scalar(
        select(func.count()).where(
            Post.posted_by == by,
            Post.state.in_((PostState.DRAFT.value, PostState.OPEN.value)),
            or_(Post.open_until.is_(None), Post.open_until > now),
        )
    )
    if (count or 0) >= rules.MOST_POSTS:
        raise TooManyPosts(at_most=rules.MOST_POSTS)


def _open(session: Session, post: Post, now: datetime) -> None:
    post.state = PostState.OPEN.value
    post.opened_at = now
    post.open_until = _runs_out_at(post, now)
    session.flush()
    warn_ahead(session, post, now=now)
    post_opened.send(session, post=post, now=now)


def _runs_out_at(post: Post, now: datetime) -> datetime:
    return rules.runs_out_at(
        PostKind(post.kind),
        urgent=post.urgent,
        standing=post.standing,
        ends_at=rules.ends_at_of(rules.when_of(post), zone_named(post.zone)),
        now=now,
    )


def _terms_of(post: Post) -> tuple[object, ...]:
    return tuple(getattr(post, name) for name in sorted(rules.TERMS))


def _language(given: Mapping[str, Any], me: Person, language: str) -> str:
    return _primary(given.get("language") or next(iter(me.languages), language))


def _primary(tag: str) -> str:
    """Return the first part of a language tag (BCP 47): word forms are those of the language."""
    return tag.partition("-")[0].lower()


def _place_of(given: Mapping[str, Any], me: Person) -> Mapping[str, Any]:
    if given.get("place"):
        place: Mapping[str, Any] = given["place"]
        return place
    if me.home_latitude is None or me.home_longitude is None:
        raise PlaceNeeded
    return {"latitude": me.home_latitude, "longitude": me.home_longitude}


def _put(post: Post, place: Mapping[str, Any], *, wide: bool = False) -> None:
    """Put a post at a place, and publish the centre of its cell alone: a ``wide`` one, or not."""
    latitude, longitude = place["latitude"], place["longitude"]
    wide = place.get("countryside", wide)
    post.latitude, post.longitude = latitude, longitude
    post.zone = zone_at(latitude, longitude)
    post.cell = cell_of(latitude, longitude, countryside=wide)
    post.published_latitude, post.published_longitude = centre_of(post.cell)
    post.nearness = nearness_of(post.id, post.published_latitude, post.published_longitude)


def _write(post: Post, given: Mapping[str, Any]) -> None:
    """Write what is kept as it is given, and what others see of its words."""
    for name in _PLAIN:
        if name in given:
            setattr(post, name, given[name])
    if post.contacts_are_public:
        post.shown_title, post.shown_words = post.title, post.words
    else:
        post.shown_title = masked(post.title, post.zone, post.language)
        post.shown_words = masked(post.words, post.zone, post.language)


def _change_when(session: Session, post: Post, given: Mapping[str, Any], now: datetime) -> None:
    before = rules.when_of(post)
    when = rules.when_with(before, given)
    gone = set(before.on_dates) - set(when.on_dates)
    if gone and post.held:
        dates_taken_away.send(session, post=post, dates=gone, now=now)
    if when != before or "quantity" in given or "place" in given:
        _set_when(post, when, given, now)
    if post.quantity < post.held:
        raise MoreIsHeld(held=post.held)
    if post.quantity > post.held:
        post.full_until = None


def _set_when(post: Post, when: When, given: Mapping[str, Any], now: datetime) -> None:
    rules.check_when(when, zone_named(post.zone), now, known=post.on_dates)
    post.starts_at, post.ends_at = when.starts_at, when.ends_at
    post.rrule, post.first = when.rrule, when.first
    post.duration_minutes = when.duration_minutes
    post.on_dates = list(when.on_dates)
    wanted = given.get("quantity")
    if when.on_dates and wanted not in {None, len(when.on_dates)}:
        raise QuantityIsOfDates
    post.quantity = len(when.on_dates) or wanted or post.quantity
