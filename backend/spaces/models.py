"""Spaces, their keepers and hours, and what occupies them: what the database itself keeps true."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Text,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import (
    ARRAY,
    INT4MULTIRANGE,
    JSONB,
    TSTZRANGE,
    TSVECTOR,
    ExcludeConstraint,
    Range,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion
from backend.db.types import MercatorPoint
from backend.spaces.terms import Confirms, FairUse, Sharing, Silence, Terms


class SpaceKind(StrEnum):
    """What sort of place it is; the kind fills in every term nobody set."""

    HOME = "home"
    LIVING_ROOM = "living_room"
    HALL = "hall"
    ROOM = "room"
    KITCHEN = "kitchen"
    GARDEN = "garden"
    WORKSHOP = "workshop"
    STUDIO = "studio"
    OUTDOORS = "outdoors"
    OTHER = "other"


class AccessFact(StrEnum):
    """What somebody may need to know before they come; each is yes, no or unknown."""

    STEP_FREE = "step_free"
    ACCESSIBLE_TOILET = "accessible_toilet"
    LIFT = "lift"
    HEARING_LOOP = "hearing_loop"
    QUIET = "quiet"
    PARKING_CLOSE_BY = "parking_close_by"
    BABY_CHANGE = "baby_change"
    ASSISTANCE_DOGS = "assistance_dogs"


class Space(HasId, HasVersion, Base):
    """A place that can be shared. Always free: there is no column for a price."""

    __tablename__ = "spaces"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", "latitude_is_on_earth"),
        CheckConstraint("longitude BETWEEN -180 AND 180", "longitude_is_on_earth"),
        CheckConstraint("capacity > 0", "capacity_is_positive"),
        CheckConstraint(
            "min_minutes > 0 AND max_minutes >= min_minutes AND step_minutes > 0",
            "lengths_make_sense",
        ),
        CheckConstraint(
            "notice_minutes >= 0 AND horizon_days > 0"
            " AND buffer_before_minutes >= 0 AND buffer_after_minutes >= 0",
            "terms_are_not_negative",
        ),
        CheckConstraint("sharing <> 'shared' OR capacity IS NOT NULL", "shared_needs_a_capacity"),
        # Nearest first: the published point, moved by up to five metres so that no two tie.
        Index(
            "spaces_nearest_idx",
            "nearness",
            postgresql_using="gist",
            postgresql_where=literal_column("retired_at IS NULL"),
        ),
        Index("spaces_words_idx", "search", postgresql_using="gin"),
        Index("spaces_root_id_idx", "root_id"),
        Index(
            "spaces_group_id_idx",
            "group_id",
            postgresql_where=literal_column("group_id IS NOT NULL"),
        ),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    """Stands for the space in the exclusion constraint, which has no GiST for UUIDs."""
    name: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    """What it is like."""

    latitude: Mapped[float]
    longitude: Mapped[float]
    """The exact point, in degrees (WGS 84). Shown to keepers and to whom it was promised."""
    address: Mapped[str] = mapped_column(default="")
    address_is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    cell: Mapped[str]
    """The H3 cell that is published instead of the exact point."""
    published_latitude: Mapped[float]
    published_longitude: Mapped[float]
    """The centre of the cell, or the exact point of a public address; computed once."""
    nearness: Mapped[tuple[float, float]] = mapped_column(MercatorPoint())
    zone: Mapped[str]
    """The IANA zone in which its hours are meant."""

    capacity: Mapped[int | None]
    access: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    """Access facts that are known, each "yes" or "no"."""
    things: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    agreements: Mapped[str] = mapped_column(default="")

    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("spaces.id"))
    root_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    """The house it belongs to, itself where it has no parent. Its row is the lock of the house."""

    opening_hours: Mapped[Any] = mapped_column(INT4MULTIRANGE)
    """Weekly, in local minutes since Monday 00:00."""
    free_of_series: Mapped[Any] = mapped_column(
        INT4MULTIRANGE, default=list, server_default=literal_column("'{}'")
    )
    """Hours in which no series is booked, as the opening hours are counted."""

    min_minutes: Mapped[int]
    max_minutes: Mapped[int]
    step_minutes: Mapped[int]
    notice_minutes: Mapped[int]
    horizon_days: Mapped[int]
    buffer_before_minutes: Mapped[int] = mapped_column(default=0)
    buffer_after_minutes: Mapped[int] = mapped_column(default=0)
    sharing: Mapped[str] = mapped_column(default=Sharing.EXCLUSIVE.value)
    confirms: Mapped[str]
    silence_means: Mapped[str] = mapped_column(default=Silence.NO.value)
    fair_use: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    """The limits that hold, as `FairUse` has them."""

    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"))
    """The group that keeps it, where one does: its members act as keepers (`groups.powers`)."""
    listed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    search: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(
            "to_tsvector('simple'::regconfig, regexp_replace(normalize("
            "name || ' ' || words || ' ' || kind, NFKD), '[\\u0300-\\u036f]', '', 'g'))",
            persisted=True,
        ),
        deferred=True,
    )
    """Its words for searching, without accents."""

    @property
    def terms(self) -> Terms:
        """On what terms it may be booked."""
        return Terms(
            min_minutes=self.min_minutes,
            max_minutes=self.max_minutes,
            step_minutes=self.step_minutes,
            notice_minutes=self.notice_minutes,
            horizon_days=self.horizon_days,
            buffer_before_minutes=self.buffer_before_minutes,
            buffer_after_minutes=self.buffer_after_minutes,
            capacity=self.capacity,
            sharing=Sharing(self.sharing),
            confirms=Confirms(self.confirms),
            silence_means=Silence(self.silence_means),
            fair_use=FairUse(**self.fair_use),
        )


class Keeper(Base):
    """Somebody who holds the key to a space. A role of care, not of rank."""

    __tablename__ = "keepers"
    __table_args__ = (Index("keepers_person_id_idx", "person_id"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since_at: Mapped[datetime]


class KnownHere(Base):
    """Somebody the keepers know, who need not ask. Private, and only ever positive."""

    __tablename__ = "known_here"
    __table_args__ = (Index("known_here_person_id_idx", "person_id"),)

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since_at: Mapped[datetime]


class HoursException(Base):
    """A date on which other hours hold; it replaces that day from midnight to midnight."""

    __tablename__ = "hours_exceptions"

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    hours: Mapped[Any] = mapped_column(INT4MULTIRANGE)
    """Local minutes since midnight, 0 to 2880; empty when closed."""
    words: Mapped[str] = mapped_column(default="")


class ClosureKind(StrEnum):
    """Why a space is closed for a while."""

    CLOSED = "closed"
    """Its keepers said so, for works or a holiday."""
    MENDING = "mending"
    """Something in it is broken."""


class Closure(HasId, Base):
    """A time for which a space is closed, for works or a holiday, or because it is being mended."""

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("NOT isempty(during)", "a_closure_takes_time"),
        Index("closures_space_id_idx", "space_id"),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    kind: Mapped[str] = mapped_column(default=ClosureKind.CLOSED.value)
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    words: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Occupancy(HasId, Base):
    """A space held for a time, by a booking of it, of its house, or of a room in it.

    One row for each space that a booking occupies: the space itself and all inside it, so that a
    booked house blocks its rooms and a booked room blocks the house.
    ``lane`` is the booking's own number where it shares the space, and NULL, which makes the range
    unbounded, where it has the space for itself; so sharers do not meet and everybody else does.
    """

    __tablename__ = "occupancies"
    __table_args__ = (
        ExcludeConstraint(
            (literal_column("int8range(space_number, space_number, '[]')"), "&&"),
            (literal_column("int8range(lane, lane, '[]')"), "&&"),
            ("during", "&&"),
            name="bookings_do_not_overlap",
            using="gist",
        ),
        CheckConstraint("NOT isempty(during)", "an_occupancy_takes_time"),
        Index("occupancies_booking_id_idx", "booking_id"),
        Index("occupancies_space_id_idx", "space_id", func.lower(literal_column("during"))),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    space_number: Mapped[int] = mapped_column(BigInteger)
    booking_id: Mapped[UUID]
    lane: Mapped[int | None] = mapped_column(BigInteger)
    people: Mapped[int] = mapped_column(default=1)
    """How many people it brings, counted under the root lock where the space is shared."""
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    """The booked time with the space's buffers around it, in UTC."""
    held_until: Mapped[datetime | None]
    """When it ends by itself unless something is decided; every writer settles what has expired."""
