"""Listing a space, changing it, and letting it go. Every verb holds the lock of the house."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.kernel.facts import check_version
from backend.kernel.ids import new_id
from backend.kernel.local_time import zone_named
from backend.kernel.signals import Signal
from backend.people.service import lock_myself, person_left
from backend.places.cells import cell_of, centre_of, is_countryside
from backend.places.errors import PlaceNeeded
from backend.places.mercator import nearness_of
from backend.places.zones import zone_at
from backend.spaces.closing import multirange_of, space_changed
from backend.spaces.errors import (
    GroupKeepsSpace,
    RoomsInsideFirst,
    SharedHoldsNothingInside,
    SpaceNotFound,
)
from backend.spaces.hours import weekly_minutes
from backend.spaces.houses import count_rooms, put_inside, settle_roots, take_out
from backend.spaces.keys import (
    check_keeps,
    check_keeps_alone,
    check_may_keep_another,
    give_key,
    lock_kept_space,
)
from backend.spaces.locks import lock_house, lock_houses
from backend.spaces.models import Closure, HoursException, Keeper, Space, SpaceKind
from backend.spaces.rules import DEFAULTS, FORGOTTEN_NAME, terms_for, terms_with
from backend.spaces.terms import Sharing, Terms

space_retired = Signal(
    "Sent in the transaction in which a space is retired, the session as its sender, with space_id "
    "and now, the house being locked. Receivers end what was to happen there."
)


_DECIDES_WHAT_FITS = frozenset({"opening_hours", "terms", "place", "zone"})
"""The changes after which a booking may fit no longer."""

Windows = Sequence[tuple[int, int, int]]
"""Weekly hours as (weekday, opens, closes), Monday being 0, in minutes since midnight."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a space is, in degrees (WGS 84), and how much of that is published.

    ``countryside`` publishes a wider cell. A public address publishes the exact point.
    """

    latitude: float
    longitude: float
    address: str = ""
    address_is_public: bool = False
    countryside: bool = False


def list_space(
    session: Session,
    *,
    by: UUID,
    now: datetime,
    name: str,
    kind: SpaceKind,
    place: Place | None = None,
    words: str = "",
    zone: str | None = None,
    access: Mapping[str, str] | None = None,
    things: Sequence[str] = (),
    agreements: str = "",
    opening_hours: Windows | None = None,
    free_of_series: Windows = (),
    terms: Mapping[str, Any] | None = None,
    parent_id: UUID | None = None,
    space_id: UUID | None = None,
) -> Space:
    """Share a space with the neighbourhood; its kind fills in whatever is not said.

    A room takes the place of its house where none is given. ``terms`` holds those that are given,
    the capacity among them. Raises PlaceNeeded, TooManySpaces, TermsDoNotFit, SharedNeedsACapacity,
    UnknownZone, ImpossibleOpeningHours, TooManyOpeningHours, and for a parent what `put_inside` and
    `lock_kept_space` raise.
    """
    lock_myself(session, by)
    check_may_keep_another(session, by)
    parent = None
    if parent_id is not None:
        parent = lock_kept_space(session, parent_id, by=by, now=now)
        check_keeps_alone(session, parent, by=by, now=now)
    if place is None:
        if parent is None:
            raise PlaceNeeded
        place = _place_of(parent)
    zone = zone or zone_at(place.latitude, place.longitude)
    zone_named(zone)
    if opening_hours is None:
        weekly = list(DEFAULTS[kind].opening_hours)
    else:
        weekly = weekly_minutes(opening_hours)
    space_id = space_id or new_id()
    space = Space(
        id=space_id,
        version=1,
        name=name,
        kind=kind.value,
        words=words,
        zone=zone,
        access=_known(access or {}),
        things=list(things),
        agreements=agreements,
        root_id=space_id,
        opening_hours=multirange_of(weekly),
        free_of_series=multirange_of(weekly_minutes(free_of_series)),
        listed_by=by,
        created_at=now,
    )
    _take_terms(space, terms_for(kind, terms or {}))
    _take_place(space, place)
    session.add(space)
    session.flush()
    give_key(session, space.id, by, now=now)
    if parent is not None:
        put_inside(session, space, parent, now=now)
    return space


def edit_space(
    session: Session,
    space_id: UUID,
    changes: Mapping[str, Any],
    *,
    by: UUID,
    now: datetime,
    if_version: int | None = None,
) -> Space:
    """Change some of a space, by the names that `list_space` has; bookings that stand, stand.

    ``changes["place"]`` holds some fields of `Place`. Raises what `list_space` raises, and
    ChangedMeanwhile.
    """
    space, parent = _lock_for_edit(session, space_id, changes, by=by, now=now)
    check_version(space.version, if_version)
    for field in ("name", "words", "agreements"):
        if field in changes:
            setattr(space, field, changes[field])
    if "kind" in changes:
        space.kind = SpaceKind(changes["kind"]).value
    if "access" in changes:
        space.access = _known({**space.access, **changes["access"]})
    if "things" in changes:
        space.things = list(changes["things"])
    if "opening_hours" in changes:
        space.opening_hours = multirange_of(weekly_minutes(changes["opening_hours"]))
    if "free_of_series" in changes:
        space.free_of_series = multirange_of(weekly_minutes(changes["free_of_series"]))
    if "terms" in changes:
        _change_terms(session, space, changes["terms"])
    if "place" in changes:
        _change_place(space, changes["place"])
    if "zone" in changes:
        zone_named(changes["zone"])
        space.zone = changes["zone"]
    if "parent_id" in changes and changes["parent_id"] != space.parent_id:
        if parent is None:
            take_out(session, space)
        else:
            put_inside(session, space, parent, now=now)
    space.version += 1
    session.flush()
    if changes.keys() & _DECIDES_WHAT_FITS:
        space_changed.send(session, space=space, by=by, now=now)
    return space


def retire_space(
    session: Session, space_id: UUID, *, by: UUID, now: datetime, if_version: int | None = None
) -> Space:
    """Share a space no longer; what was booked there is released.

    What a group keeps, its members decide to give up. Raises GroupKeepsSpace, RoomsInsideFirst and
    what `lock_kept_space` raises.
    """
    space = lock_kept_space(session, space_id, by=by, now=now, if_version=if_version)
    if space.group_id is not None:
        raise GroupKeepsSpace
    rooms = count_rooms(session, space_id)
    if rooms:
        raise RoomsInsideFirst(rooms=rooms)
    _retire(session, space, now=now)
    return space


@person_left.connect
def let_go_of_keys(session: Session, *, person_id: UUID, now: datetime) -> None:
    """Let go of what somebody who leaves has kept: co-kept spaces stay, sole-kept ones retire.

    What a group keeps goes on being kept by those who act for it.
    Rooms in a house that retires so become houses of their own, if somebody else keeps them.
    """
    kept = session.scalars(select(Keeper.space_id).where(Keeper.person_id == person_id)).all()
    spaces = lock_houses(session, kept)
    session.execute(delete(Keeper).where(Keeper.person_id == person_id))
    co_kept = set(session.scalars(select(Keeper.space_id).where(Keeper.space_id.in_(spaces))))
    ending: list[Space] = []
    for space in spaces.values():
        of_group = space.group_id is not None and space.retired_at is None
        if space.id in co_kept or of_group:
            space.version += 1
            continue
        if space.retired_at is None:
            ending.append(space)
            _retire(session, space, now=now)
        _forget_what_is_private(session, space)
    orphans = session.scalars(
        select(Space).where(
            Space.parent_id.in_([space.id for space in ending]), Space.retired_at.is_(None)
        )
    ).all()
    for room in orphans:
        room.parent_id = None
        room.version += 1
    session.flush()
    settle_roots(session, {space.root_id for space in ending})


def _lock_for_edit(
    session: Session, space_id: UUID, changes: Mapping[str, Any], *, by: UUID, now: datetime
) -> tuple[Space, Space | None]:
    """Return the space and, where it moves into a house, that house; both locked and kept."""
    parent_id: UUID | None = changes.get("parent_id")
    if parent_id is None:
        space = lock_house(session, space_id)
        check_keeps(session, space, by=by, now=now)
        return space, None
    found = lock_houses(session, [space_id, parent_id])
    if space_id not in found or parent_id not in found:
        raise SpaceNotFound
    check_keeps(session, found[space_id], by=by, now=now)
    if found[space_id].parent_id != parent_id:
        # Whoever keeps a room alone may say what house it is in, and not change it.
        check_keeps(session, found[parent_id], by=by, now=now)
        if found[parent_id].group_id != found[space_id].group_id:
            check_keeps_alone(session, found[parent_id], by=by, now=now)
    return found[space_id], found[parent_id]


def _retire(session: Session, space: Space, *, now: datetime) -> None:
    space.retired_at = now
    space.version += 1
    session.flush()
    space_retired.send(session, space_id=space.id, now=now)


def _forget_what_is_private(session: Session, space: Space) -> None:
    """Empty what a space said about the place and the life of somebody who has left."""
    space.words = space.agreements = ""
    space.things, space.access = [], {}
    if space.kind == SpaceKind.HOME:
        space.name = FORGOTTEN_NAME
    if not space.address_is_public:
        space.address = ""
        space.latitude, space.longitude = space.published_latitude, space.published_longitude
    for table in (Closure, HoursException):
        session.execute(delete(table).where(table.space_id == space.id))


def _known(access: Mapping[str, str]) -> dict[str, str]:
    return {fact: known for fact, known in access.items() if known != "unknown"}


def _take_terms(space: Space, terms: Terms) -> None:
    for field in Terms.__slots__:
        setattr(space, field, getattr(terms, field))
    space.sharing, space.confirms = terms.sharing.value, terms.confirms.value
    space.silence_means = terms.silence_means.value
    space.fair_use = {name: kept for name, kept in asdict(terms.fair_use).items() if kept}


def _change_terms(session: Session, space: Space, given: Mapping[str, Any]) -> None:
    terms = terms_with(space.terms, given)
    if terms.sharing is Sharing.SHARED and count_rooms(session, space.id):
        raise SharedHoldsNothingInside
    _take_terms(space, terms)


def _place_of(space: Space) -> Place:
    return Place(
        latitude=space.latitude,
        longitude=space.longitude,
        address=space.address,
        address_is_public=space.address_is_public,
        countryside=is_countryside(space.cell),
    )


def _change_place(space: Space, given: Mapping[str, Any]) -> None:
    before = _place_of(space)
    place = replace(before, **given)
    if (place.latitude, place.longitude) != (before.latitude, before.longitude):
        space.zone = zone_at(place.latitude, place.longitude)
    _take_place(space, place)


def _take_place(space: Space, place: Place) -> None:
    space.latitude, space.longitude = place.latitude, place.longitude
    space.address, space.address_is_public = place.address, place.address_is_public
    space.cell = cell_of(place.latitude, place.longitude, countryside=place.countryside)
    published = centre_of(space.cell)
    if place.address_is_public:
        published = place.latitude, place.longitude
    space.published_latitude, space.published_longitude = published
    space.nearness = nearness_of(space.id, *published)
