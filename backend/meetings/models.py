"""Meetings, their dates that differ, who comes, and who brings what."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion


class Meeting(HasId, HasVersion, Base):
    """When a group comes together, once or by a rule; in a space or anywhere."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("duration_minutes > 0", "a_meeting_takes_time"),
        Index("meetings_group_id_idx", "group_id"),
        Index("meetings_called_by_idx", "called_by"),
        Index("meetings_space_id_idx", "space_id"),
        Index("meetings_series_id_idx", "series_id"),
        Index("meetings_booking_id_idx", "booking_id"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    called_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left. It gives no right."""
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    zone: Mapped[str]
    first: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    """What the clock at the place shows when the first date begins; no zone, on purpose."""
    rrule: Mapped[str] = mapped_column(default="")
    """RFC 5545, in the wall time of the zone; empty for a single meeting."""
    duration_minutes: Mapped[int]
    space_id: Mapped[UUID | None] = mapped_column(ForeignKey("spaces.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"))
    """What holds the space, where it was booked in the same call."""
    where: Mapped[str] = mapped_column(default="")
    """Where it is otherwise, in words; for members."""
    room_for: Mapped[int | None]
    """How many can come; those who come after that are in line."""
    opens_up: Mapped[bool] = mapped_column(default=False)
    """Whether members take turns in opening up, in the order in which they joined the rota."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """When what is said of it, or of one of its dates, changed last."""
    ended_at: Mapped[datetime | None]
    """When somebody said that it goes on no longer."""
    ended_from: Mapped[date | None]
    """From this date of the rule on there are none any more."""


class MeetingDate(Base):
    """A date of a meeting that is not as its rule says: moved, elsewhere, called off, or before.

    Where the rule or the space changes from a date on, the dates before keep theirs here.
    """

    __tablename__ = "meeting_dates"
    __table_args__ = (
        Index("meeting_dates_space_id_idx", "space_id"),
        Index("meeting_dates_booking_id_idx", "booking_id"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    """Which date of the rule it is."""
    starts_at: Mapped[datetime | None]
    """Where it was moved to, or what the rule said before it was changed."""
    duration_minutes: Mapped[int | None]
    """How long it takes, where that is not as the rule says."""
    called_off_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(default="")
    space_id: Mapped[UUID | None] = mapped_column(ForeignKey("spaces.id"))
    """Where it is instead, where another space was taken for it."""
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"))
    """What holds that space."""


class MeetingAnswer(Base):
    """Whether somebody comes to a date of a meeting."""

    __tablename__ = "meeting_answers"
    __table_args__ = (Index("meeting_answers_person_id_idx", "person_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    answer: Mapped[str]
    """coming, maybe or not."""
    answered_at: Mapped[datetime]
    """Orders those who come, so that the line is first come, first served."""


class Thing(HasId, Base):
    """Something for a date of a meeting that somebody brings, or that nobody does yet."""

    __tablename__ = "meeting_things"
    __table_args__ = (
        Index("meeting_things_meeting_id_idx", "meeting_id", "on"),
        Index("meeting_things_brought_by_idx", "brought_by"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    on: Mapped[date]
    what: Mapped[str]
    brought_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))


class MeetingOpener(Base):
    """Somebody on the rota of those who open up; the turns go round in order."""

    __tablename__ = "meeting_openers"
    __table_args__ = (Index("meeting_openers_person_id_idx", "person_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since_at: Mapped[datetime]


class MeetingTurn(Base):
    """What somebody says to opening up on one date, where that is not as the rota has it."""

    __tablename__ = "meeting_turns"
    __table_args__ = (Index("meeting_turns_person_id_idx", "person_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    says: Mapped[str]
    """opens, cannot or swaps."""
    with_on: Mapped[date | None]
    """On which date they would open up instead, for a swap."""
    said_at: Mapped[datetime]
    """Of those who say that they open up, the first one does."""
