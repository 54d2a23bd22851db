"""Spaces for tests, written straight into the database: what is tested is how they are found."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range

from backend.db import db
from backend.kernel.ids import new_id
from backend.places.cells import cell_of, centre_of
from backend.places.mercator import nearness_of
from backend.spaces.hours import exception_minutes, weekly_minutes
from backend.spaces.models import Closure, HoursException, Keeper, Occupancy, Space

FLEETWOOD = (53.9213, -3.0178)
METRE = 1 / 111_320
"""Degrees of latitude, nearly."""
ALWAYS = [(weekday, 0, 1440) for weekday in range(7)]
DAYTIME = [(weekday, 9 * 60, 18 * 60) for weekday in range(7)]

Window = tuple[datetime, datetime]


class Planter:
    """Plants spaces and what happens in them."""

    def __init__(self, app: Flask, lister: UUID, now: datetime) -> None:
        self.app = app
        self.lister = lister
        self.now = now

    def space(
        self,
        name: str = "Mount Road Hall",
        *,
        north: float = 0,
        public: bool = True,
        at: tuple[float, float] | None = None,
        hours: list[tuple[int, int, int]] = ALWAYS,
        keepers: tuple[UUID, ...] = (),
        **facts: Any,
    ) -> UUID:
        """List a space ``north`` metres from the middle of Fleetwood, or ``at`` degrees."""
        space_id: UUID = facts.pop("id", None) or new_id()
        latitude, longitude = at or (FLEETWOOD[0] + north * METRE, FLEETWOOD[1])
        cell = cell_of(latitude, longitude)
        published = (latitude, longitude) if public else centre_of(cell)
        terms: dict[str, Any] = {
            "kind": "hall",
            "zone": "Europe/London",
            "capacity": 30,
            "min_minutes": 30,
            "max_minutes": 600,
            "step_minutes": 15,
            "notice_minutes": 0,
            "horizon_days": 90,
            "confirms": "instant",
            "nearness": nearness_of(space_id, *published),
            "root_id": space_id,
        }
        ranges = [Range(start, end) for start, end in weekly_minutes(hours)]
        with self.app.app_context():
            db.session.add(
                Space(
                    id=space_id,
                    name=name,
                    latitude=latitude,
                    longitude=longitude,
                    address_is_public=public,
                    cell=cell,
                    published_latitude=published[0],
                    published_longitude=published[1],
                    opening_hours=ranges,
                    listed_by=self.lister,
                    created_at=self.now,
                    **(terms | facts),
                )
            )
            db.session.flush()
            for person_id in keepers:
                db.session.add(Keeper(space_id=space_id, person_id=person_id, since_at=self.now))
            db.session.commit()
        return space_id

    def room(self, house: UUID, name: str = "Back room", **facts: Any) -> UUID:
        """List a room inside a house."""
        with self.app.app_context():
            root = db.session.scalar(select(Space.root_id).where(Space.id == house))
        return self.space(name, parent_id=house, root_id=root, **facts)

    def held(
        self,
        space_id: UUID,
        start: datetime,
        end: datetime,
        *,
        people: int = 1,
        shares: bool = False,
        held_until: datetime | None = None,
    ) -> None:
        """Hold a space for a time, as a booking does."""
        with self.app.app_context():
            number = db.session.scalar(select(Space.number).where(Space.id == space_id))
            lane = (
                db.session.scalar(select(func.count()).select_from(Occupancy)) if shares else None
            )
            db.session.add(
                Occupancy(
                    space_id=space_id,
                    space_number=number,
                    booking_id=new_id(),
                    lane=lane,
                    people=people,
                    during=Range(start, end),
                    held_until=held_until,
                )
            )
            db.session.commit()

    def closed(self, space_id: UUID, start: datetime, end: datetime | None) -> None:
        """Close a space for a while."""
        with self.app.app_context():
            db.session.add(
                Closure(space_id=space_id, during=Range(start, end), created_at=self.now)
            )
            db.session.commit()

    def other_hours(
        self, space_id: UUID, on: datetime, hours: list[tuple[int, int]] | None = None
    ) -> None:
        """Give a date other hours; none: closed."""
        ranges = [Range(start, end) for start, end in exception_minutes(hours or [])]
        with self.app.app_context():
            db.session.add(HoursException(space_id=space_id, on=on.date(), hours=ranges))
            db.session.commit()

    def changed(self, space_id: UUID, **facts: Any) -> None:
        """Change columns of a space."""
        with self.app.app_context():
            space = db.session.get_one(Space, space_id)
            for name, value in facts.items():
                setattr(space, name, value)
            db.session.commit()


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.fixture
def plant(app: Flask, neighbour: Callable[..., Any], clock: Callable[[], datetime]) -> Planter:
    """Plants spaces that Grace has listed."""
    return Planter(app, neighbour("Grace").id, clock())
