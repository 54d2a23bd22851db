"""Planting the neighbourhood: all come, list, book and post, as if it had happened by phone."""

import hashlib
import math
import re
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.bookings.asking import answer_booking
from backend.bookings.ending import cancel_booking
from backend.bookings.service import book
from backend.bookings.states import State
from backend.care.mending import set_mending
from backend.kernel.local_time import ONE_DAY, day_of, instant_of, midnight_of, zone_named
from backend.kernel.periods import Period
from backend.openings.rota import join_rota
from backend.openings.service import open_place
from backend.people.models import Person
from backend.people.service import change_me, welcome
from backend.sample.bookings import Held, all_held
from backend.sample.founding import plant_groups
from backend.sample.gatherings import CLUBS, MENDED, OPEN, WAITS
from backend.sample.people import PEOPLE, Neighbour
from backend.sample.posting import plant_posts
from backend.sample.spaces import CLOSED, DAY_NAMES, KNOWN_HERE, OTHER_HOURS, SPACES, Shared
from backend.series.rules import Plan, Take
from backend.series.service import book_series
from backend.spaces.closing import close_for_a_while, set_exception
from backend.spaces.keys import add_keeper
from backend.spaces.known import mark_known
from backend.spaces.models import AccessFact
from backend.spaces.service import Place, list_space
from backend.waiting.service import wait_for

ZONE = "Europe/London"
MIDDLE = (53.94, -2.87)
"""The bandstand, in degrees: fields by the sea, where no town is."""
MADE_AT = 1_767_225_600_000
"""The time within every id, in milliseconds: the first of January 2026."""
BEFORE = timedelta(days=200)
"""How long before the planting everybody came: a steward's term and a little more."""
ASKED_AHEAD = timedelta(days=6)
METRES_PER_DEGREE = 111_320


class PeopleHereAlready(Exception):
    """Made-up people never go among others."""


def sample_id(what: str, at: datetime | None = None) -> UUID:
    """Return the id of a made-up thing, always the same: a UUIDv7 that looks at no clock.

    Where things are listed by their ids, say when it came about.
    """
    made_at = MADE_AT if at is None else int(at.timestamp() * 1000)
    octets = bytearray(made_at.to_bytes(6, "big") + hashlib.sha256(what.encode()).digest()[:10])
    octets[6] = octets[6] & 0x0F | 0x70
    octets[8] = octets[8] & 0x3F | 0x80
    return UUID(bytes=bytes(octets))


def plant(session: Session, *, now: datetime) -> bool:
    """Plant the neighbourhood in an empty database; say whether it was not there already.

    Raises PeopleHereAlready. The weeks are counted from the local Monday of ``now``.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("sample", 0))))
    if session.get(Person, sample_id(PEOPLE[0].key)) is not None:
        return False
    if session.scalar(select(Person.id).limit(1)) is not None:
        raise PeopleHereAlready("Somebody lives in this database, and they are not made up.")
    _Planting(session, now).plant()
    return True


class _Planting:
    """One planting: a session, the instant, and the Monday it counts from."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.zone: ZoneInfo = zone_named(ZONE)
        today = day_of(now, self.zone)
        self.monday = today - today.weekday() * ONE_DAY
        self.long_ago = midnight_of(self.monday, self.zone) - BEFORE

    def plant(self) -> None:
        for number, neighbour in enumerate(PEOPLE):
            self._welcome(neighbour, self.long_ago + number * timedelta(hours=7))
        listed_at = self.long_ago + timedelta(days=20)
        for number, shared in enumerate(SPACES):
            self._list(shared, listed_at + number * timedelta(hours=5))
        self._set_other_hours()
        bookings = [(held, self._period(held)) for held in all_held()]
        # In the order in which people asked, as it would have come about.
        for held, period in sorted(bookings, key=lambda each: each[1].start):
            self._book(held, period)
        self._gather()
        plant_posts(self.session, now=self.now, zone=self.zone, ids=sample_id)
        plant_groups(self.session, now=self.now, zone=self.zone, middle=MIDDLE, ids=sample_id)

    def _welcome(self, neighbour: Neighbour, at: datetime) -> None:
        person = welcome(
            self.session,
            person_id=sample_id(neighbour.key),
            display_name=neighbour.name,
            languages=neighbour.languages,
            zone=ZONE,
            email=f"{neighbour.key}@saltmarsh-bay.example",
            now=at,
        )
        said: dict[str, object] = {
            "words": neighbour.words,
            "likes_to_bring": neighbour.likes_to_bring,
        }
        if neighbour.home is not None:
            said["home_latitude"], said["home_longitude"] = _point(neighbour.home)
        change_me(self.session, said, by=person.id, now=at, if_version=None)

    def _list(self, shared: Shared, at: datetime) -> None:
        first, *others = (sample_id(keeper) for keeper in shared.keepers)
        known = dict.fromkeys(shared.yes.split(), "yes") | dict.fromkeys(shared.no.split(), "no")
        space = list_space(
            self.session,
            space_id=sample_id(f"space {shared.key}"),
            by=first,
            now=at,
            name=shared.name,
            kind=shared.kind,
            place=_place(shared),
            words=shared.words,
            access={AccessFact(fact).value: answer for fact, answer in known.items()},
            things=shared.things,
            agreements=shared.agreements,
            opening_hours=None if shared.hours is None else _windows(shared.hours),
            terms=shared.terms,
            parent_id=None if shared.inside is None else sample_id(f"space {shared.inside}"),
        )
        for other in others:
            add_keeper(self.session, space.id, person_id=other, by=first, now=at)
        for known_here in KNOWN_HERE.get(shared.key, ()):
            mark_known(self.session, space.id, person_id=sample_id(known_here), by=first, now=at)

    def _set_other_hours(self) -> None:
        for closed in CLOSED:
            first_day = self.monday + closed.first_day * ONE_DAY
            close_for_a_while(
                self.session,
                sample_id(f"space {closed.space}"),
                closure_id=sample_id(f"closure {closed}"),
                by=self._keeper_of(closed.space),
                now=self.long_ago + timedelta(days=30),
                starts_at=midnight_of(first_day, self.zone),
                ends_at=midnight_of(first_day + closed.days * ONE_DAY, self.zone),
                words=closed.words,
            )
        for other in OTHER_HOURS:
            set_exception(
                self.session,
                sample_id(f"space {other.space}"),
                on=self.monday + (7 * other.week + DAY_NAMES.index(other.day)) * ONE_DAY,
                windows=[(opens, closes % 1440 or closes) for opens, closes in other.hours],
                by=self._keeper_of(other.space),
                now=self.long_ago + timedelta(days=30),
                words=other.words,
            )

    def _book(self, held: Held, period: Period) -> None:
        asked_at = min(period.start - ASKED_AHEAD, self.now)
        booking = book(
            self.session,
            booking_id=sample_id(f"booking {held.space} {held.week} {held.day} {held.by}"),
            by=sample_id(held.by),
            space_id=sample_id(f"space {held.space}"),
            period=period,
            people=held.people,
            what_for=held.what_for,
            shown_as=held.shown_as,
            alone=held.alone,
            now=asked_at,
        )
        if booking.state == State.ASKED and not held.waits:
            answer_booking(
                self.session,
                booking.id,
                by=self._keeper_of(held.space),
                says_yes=True,
                now=min(asked_at + timedelta(hours=2), self.now),
            )
        if held.cancelled_by:
            cancel_booking(
                self.session,
                booking.id,
                by=sample_id(held.cancelled_by),
                words=held.words,
                now=min(period.start - ONE_DAY, self.now),
            )

    def _gather(self) -> None:
        """Let clubs meet again and again, doors open, one wait, and one place be mended."""
        for club in CLUBS:
            day = self.monday + (7 + DAY_NAMES.index(club.day)) * ONE_DAY
            plan = Plan(
                rrule=club.rrule,
                first=datetime.combine(day, time.fromisoformat(club.at)),
                duration=timedelta(minutes=club.minutes),
                people=club.people,
                until_stopped=club.dates is None,
            )
            book_series(
                self.session,
                sample_id(f"space {club.space}"),
                plan,
                by=sample_id(club.by),
                now=self.now,
                take=Take.WHAT_IS_FREE,
                shown_as=club.shown_as,
                series_id=sample_id(f"series {club.space} {club.by}"),
            )
        for each in OPEN:
            opening = open_place(
                self.session,
                opening_id=sample_id(f"opening {each.space}"),
                space_id=sample_id(f"space {each.space}"),
                by=self._keeper_of(each.space),
                now=self.now,
                weekday=DAY_NAMES.index(each.day),
                on=self.monday + 7 * ONE_DAY,
                opens=each.opens,
                closes=each.closes,
                shown_as=each.shown_as,
            )
            if each.opener:
                on = self.monday + (7 + DAY_NAMES.index(each.day)) * ONE_DAY
                join_rota(self.session, opening.id, on, by=sample_id(each.opener), now=self.now)
        for wait in WAITS:
            wait_for(
                self.session,
                by=sample_id(wait.by),
                space_id=sample_id(f"space {wait.space}"),
                period=self._period(wait),
                people=wait.people,
                shown_as=wait.shown_as,
                wait_id=sample_id(f"wait {wait.space} {wait.by}"),
                now=self.now,
            )
        for mended in MENDED:
            set_mending(
                self.session,
                sample_id(f"space {mended.space}"),
                by=self._keeper_of(mended.space),
                words=mended.words,
                until=self.now + mended.lasts,
                now=self.now,
            )

    def _period(self, held: Held) -> Period:
        day = self.monday + (7 * held.week + DAY_NAMES.index(held.day)) * ONE_DAY
        begins = datetime.combine(day, time.fromisoformat(held.at))
        ends = begins + timedelta(minutes=held.minutes)
        # What the clock there says, on both ends, also in a night with a clock change.
        return Period(instant_of(begins, self.zone), instant_of(ends, self.zone))

    def _keeper_of(self, space: str) -> UUID:
        return next(sample_id(each.keepers[0]) for each in SPACES if each.key == space)


def _point(at: tuple[int, int]) -> tuple[float, float]:
    latitude, longitude = MIDDLE
    east, north = at
    narrowed = METRES_PER_DEGREE * math.cos(math.radians(latitude))
    return round(latitude + north / METRES_PER_DEGREE, 6), round(longitude + east / narrowed, 6)


def _place(shared: Shared) -> Place | None:
    if shared.at is None:
        return None
    latitude, longitude = _point(shared.at)
    return Place(
        latitude=latitude,
        longitude=longitude,
        address=shared.address,
        address_is_public=bool(shared.address),
        countryside=shared.countryside,
    )


def _windows(lines: tuple[str, ...]) -> list[tuple[int, int, int]]:
    """Read lines such as ``"fri-sat 09:00-01:00"``."""
    windows: list[tuple[int, int, int]] = []
    for line in lines:
        read = re.fullmatch(r"(\w+)(?:-(\w+))? (\d+):(\d+)-(\d+):(\d+)", line)
        assert read, line
        first, last = (DAY_NAMES.index(name) for name in (read[1], read[2] or read[1]))
        opens, closes = int(read[3]) * 60 + int(read[4]), int(read[5]) * 60 + int(read[6])
        windows += [(day, opens, closes) for day in range(first, last + 1)]
    return windows
