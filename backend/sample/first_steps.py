"""What somebody can paste who has just started the sample: come in, book, ask, belong."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.bookings.service import book
from backend.bookings.states import State
from backend.groups.models import Group
from backend.groups.states import Joining
from backend.kernel.facts import Fact
from backend.kernel.ids import new_id
from backend.kernel.local_time import ONE_DAY, day_of, instant_of, wall_of, zone_named
from backend.kernel.periods import Period
from backend.kernel.steps import next_on_step
from backend.people.errors import TooManyInvitations
from backend.people.invitations import invite
from backend.people.models import InvitationPurpose
from backend.people.rules import invitation_code
from backend.people.service import welcome
from backend.posts.models import Post
from backend.posts.states import PostKind, PostState
from backend.sample.groups import CHOIR, NEIGHBOURHOOD
from backend.sample.people import PEOPLE
from backend.sample.planting import MIDDLE, ZONE, sample_id
from backend.spaces.finding import find_spaces
from backend.spaces.nearest import Wanted

EVENING = (time(18), time(21))
LENGTH = timedelta(hours=1)
RADIUS_METRES = 2_000
INDOORS = ("hall", "living_room", "room", "studio")
LOOKS_AHEAD_DAYS = 14


class Chosen(NamedTuple):
    """A space that can certainly be booked, the time, and the evening it was found in."""

    space_id: UUID
    name: str
    period: Period
    evening: Period
    on: date


def first_steps(session: Session, *, address: str, now: datetime) -> list[str]:
    """Return commands for a POSIX shell, each with a line before it that says what it does.

    The first holds an invitation made now; the third books a space that is free. Empty where
    today's invitations are used up or nothing is free for two weeks. Those about a promise are left
    out where everything that was offered has been promised or has run out, those about groups where
    none is left that is open to all.
    """
    chosen = choose(session, now=now)
    code = _invitation(session, now=now)
    if chosen is None or code is None:
        return []
    is_tomorrow = chosen.on == day_of(now, zone_named(ZONE)) + ONE_DAY
    when = "tomorrow" if is_tomorrow else f"on {chosen.on:%A}"
    starts = wall_of(chosen.period.start, zone_named(ZONE))
    return [
        "1. Come in as a newcomer. The invitation works once, the token for 15 minutes:",
        _come_in(address, code),
        f"2. What is free {when} in the evening, near the middle of town:",
        _look_around(address, chosen),
        f"3. Book “{chosen.name}” for an hour, {when} at {starts:%H:%M}:",
        _book(address, chosen),
        "4. What neighbours offer, need and say, near the middle of town:",
        _look_at(address, f"feed?latitude={MIDDLE[0]}&longitude={MIDDLE[1]}"),
        *_ask_for_something(session, address, now),
        *_belong(session, address),
    ]


def _ask_for_something(session: Session, address: str, now: datetime) -> list[str]:
    offer = _offered(session, now)
    if offer is None:
        return []
    return [
        f"5. Ask for “{offer.title}”:",
        _post(address, f"posts/{offer.id}/promises", {"words": "Hello, I am new here."}),
        "6. What I have promised, and what comes to me:",
        _look_at(address, "me/promises"),
    ]


def _belong(session: Session, address: str) -> list[str]:
    group = session.scalars(
        select(Group)
        .where(
            Group.id.in_([sample_id(f"group {each.key}") for each in (CHOIR, NEIGHBOURHOOD)]),
            Group.closed_at.is_(None),
            Group.joining == Joining.OPEN.value,
        )
        .order_by(Group.name)
        .limit(1)
    ).one_or_none()
    if group is None:
        return []
    return [
        "7. Who belongs together, near the middle of town:",
        _look_at(address, f"groups?latitude={MIDDLE[0]}&longitude={MIDDLE[1]}"),
        f"8. Join “{group.name}”:",
        _post(address, f"groups/{group.id}/membership", {}, method="PUT"),
        "9. What it decides, and how it decided what it has:",
        _look_at(address, f"groups/{group.id}/decisions"),
    ]


def _offered(session: Session, now: datetime) -> Post | None:
    """Return an offer of which some is left and for which any time will do."""
    return session.scalars(
        select(Post)
        .where(
            Post.kind == PostKind.OFFER.value,
            Post.state == PostState.OPEN.value,
            Post.open_until > now,
            Post.held < Post.quantity,
            Post.scarce.is_(False),
            Post.starts_at.is_(None),
            Post.rrule.is_(None),
            Post.on_dates == [],
        )
        .order_by(Post.quantity - Post.held, Post.id)
        .limit(1)
    ).one_or_none()


def choose(session: Session, *, now: datetime) -> Chosen | None:
    """Find what a newcomer can book on the next evening, by booking it and taking that back."""
    trial = session.begin_nested()
    try:
        visitor = welcome(session, display_name="Newcomer", now=now).id
        today = day_of(now, zone_named(ZONE))
        for days in range(1, LOOKS_AHEAD_DAYS + 1):
            chosen = _choose_on(session, today + days * ONE_DAY, visitor, now)
            if chosen is not None:
                return chosen
        return None
    finally:
        trial.rollback()


def _choose_on(session: Session, on: date, visitor: UUID, now: datetime) -> Chosen | None:
    zone = zone_named(ZONE)
    starts, ends = (instant_of(datetime.combine(on, at), zone) for at in EVENING)
    evening = Period(starts, ends)
    wanted = Wanted(
        latitude=MIDDLE[0],
        longitude=MIDDLE[1],
        radius_metres=RADIUS_METRES,
        kinds=INDOORS,
        free_in=evening,
        free_for=LENGTH,
    )
    found = find_spaces(session.connection(), wanted, by=visitor, now=now, limit=50)
    for space in found.items:
        for free in space.free:
            start = next_on_step(free.start, zone, 30)
            period = Period(start, start + LENGTH)
            if period.end <= free.end and _can_book(session, space.id, period, visitor, now):
                return Chosen(space.id, space.name, period, evening, on)
    return None


def _can_book(
    session: Session, space_id: UUID, period: Period, visitor: UUID, now: datetime
) -> bool:
    try:
        booking = book(session, by=visitor, space_id=space_id, period=period, now=now)
    except Fact:
        return False
    return booking.state == State.CONFIRMED


def _invitation(session: Session, *, now: datetime) -> str | None:
    """Return the code of an invitation by the first who has not made too many today."""
    for neighbour in PEOPLE:
        try:
            invitation, key = invite(
                session, InvitationPurpose.NEIGHBOUR, by=sample_id(neighbour.key), now=now
            )
        except TooManyInvitations:
            continue
        return invitation_code(invitation.id, key)
    return None


def _come_in(address: str, code: str) -> str:
    body = json.dumps({"invitation": code, "display_name": "Newcomer", "device_name": "A shell"})
    return (
        f"TOKEN=$(curl -s {address}/v1/sessions -H 'Content-Type: application/json' -d '{body}'"
        """ | sed -n 's/.*"access_token": *"\\([^"]*\\)".*/\\1/p');"""
        ' if [ "$TOKEN" ]; then echo "You are in.";'
        ' else echo "Not in. Start the sample again for a new invitation."; fi'
    )


def _look_around(address: str, chosen: Chosen) -> str:
    query = "&".join(
        (
            f"latitude={MIDDLE[0]}&longitude={MIDDLE[1]}&radius_metres={RADIUS_METRES}",
            f"kind={','.join(INDOORS)}",
            f"free_from={_instant(chosen.evening.start)}",
            f"free_until={_instant(chosen.evening.end)}",
            f"free_minutes={LENGTH // timedelta(minutes=1)}&limit=5",
        )
    )
    return _look_at(address, f"spaces?{query}")


def _look_at(address: str, path: str) -> str:
    return f'curl -s "{address}/v1/{path}" -H "Authorization: Bearer $TOKEN"'


def _book(address: str, chosen: Chosen) -> str:
    body = {
        "starts_at": _instant(chosen.period.start),
        "ends_at": _instant(chosen.period.end),
        "people": 2,
        "shown_as": "Newcomers, come and say hello",
    }
    return _post(address, f"spaces/{chosen.space_id}/bookings", body)


def _post(address: str, path: str, body: Mapping[str, object], *, method: str = "POST") -> str:
    return (
        f"curl -s -X {method} {address}/v1/{path}"
        " -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'"
        f" -H 'Idempotency-Key: {new_id()}' -d '{json.dumps(body)}'"
    )


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
