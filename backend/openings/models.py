"""Openings, their dates, and for each date who opens, how many may come and who knocked.

Who may come and who knocked is deleted once the date is over, and read by nobody after it.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion
from backend.openings.states import Door, Written


class Opening(HasId, HasVersion, Base):
    """A time when a place is simply open, once or again and again."""

    __tablename__ = "openings"
    __table_args__ = (
        CheckConstraint("places > 0", "an_opening_lets_people_in"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", "an_opening_lasts_a_day_at_most"),
        Index("openings_space_id_idx", "space_id"),
        Index(
            "openings_made_through_idx",
            "made_through",
            postgresql_where=literal_column("ended_at IS NULL"),
        ),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    host_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """The keeper who began it; a home's opening ends when they leave."""
    standing_opener_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Who is put on the rota of every date, until they say otherwise on one."""
    rrule: Mapped[str] = mapped_column(default="")
    """RFC 5545, in the wall time of the space's zone; empty for a single date."""
    first_on: Mapped[date]
    opens: Mapped[int]
    """Local minutes since midnight."""
    minutes: Mapped[int]
    """How long it is open, elapsed."""
    shown_as: Mapped[str] = mapped_column(default="")
    places: Mapped[int | None]
    """How many may come; empty where nobody counts."""
    door: Mapped[str] = mapped_column(default=Door.ASK_ME.value)
    """How one gets to the door, where it is a home."""
    made_through: Mapped[date]
    """The last local date for which the rule was followed."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OpeningDate(HasId, Base):
    """One date of an opening. It holds its space as a booking does, under its own id."""

    __tablename__ = "opening_dates"
    __table_args__ = (
        Index("an_opening_has_each_date_once", "opening_id", "on", unique=True),
        Index("opening_dates_ends_at_idx", "ends_at"),
        CheckConstraint("starts_at < ends_at", "an_opening_takes_time"),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    """Its lane in the occupancies is this below zero, so that it meets no booking's."""
    opening_id: Mapped[UUID] = mapped_column(ForeignKey("openings.id"))
    on: Mapped[date]
    """The local date; it has one opening of this sort at most."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=Written.PLANNED.value)
    words: Mapped[str] = mapped_column(default="")
    """What the keepers say about this date."""
    asked_at: Mapped[datetime | None]
    """When people nearby were asked to open it."""


class Opener(Base):
    """Somebody on the rota of a date."""

    __tablename__ = "openers"
    __table_args__ = (Index("openers_person_id_idx", "person_id"),)

    date_id: Mapped[UUID] = mapped_column(ForeignKey("opening_dates.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]


class Coming(Base):
    """Somebody who may come: counted, never shown, deleted when the date is over."""

    __tablename__ = "comings"
    __table_args__ = (Index("comings_person_id_idx", "person_id"),)

    date_id: Mapped[UUID] = mapped_column(ForeignKey("opening_dates.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)


class Knock(HasId, Base):
    """Somebody at the door of a home; the host is told the first name they gave and no more."""

    __tablename__ = "knocks"
    __table_args__ = (
        Index("one_knocks_once", "date_id", "person_id", unique=True),
        Index("knocks_person_id_idx", "person_id"),
    )

    date_id: Mapped[UUID] = mapped_column(ForeignKey("opening_dates.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    first_name: Mapped[str]
    knocked_at: Mapped[datetime]
    welcomed_at: Mapped[datetime | None]


class WelcomeGuest(HasId, Base):
    """Somebody who is always welcome in a home. Private to its hosts, and only ever positive."""

    __tablename__ = "welcome_guests"
    __table_args__ = (
        Index("a_guest_is_welcome_once", "space_id", "person_id", unique=True),
        Index("welcome_guests_person_id_idx", "person_id"),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    first_name: Mapped[str]
    """As they gave it when they knocked."""
    since_at: Mapped[datetime]
