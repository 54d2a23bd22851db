"""Waits: who would like a time that somebody has."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId
from backend.waiting.states import WaitFacts, Written


class Wait(HasId, Base):
    """Somebody in line for a space and a time, and the last offer that was made to them.

    From `opens_at` until `closes_at` the time is offered to them alone. Where both are the same
    instant they were only told, at that instant, that it is free: there was no time left to hold it
    for one after the other.
    """

    __tablename__ = "waits"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", "a_wait_is_for_some_time"),
        CheckConstraint("people > 0", "a_wait_is_for_people"),
        CheckConstraint(
            "(opens_at IS NULL) = (closes_at IS NULL) AND opens_at <= closes_at",
            "an_offer_opens_and_closes",
        ),
        Index("waits_in_line_idx", "space_id", postgresql_where=literal_column("state='waiting'")),
        Index("waits_person_id_idx", "person_id", "starts_at"),
        Index(
            "nobody_waits_twice_for_one_time",
            "person_id",
            "space_id",
            "starts_at",
            "ends_at",
            unique=True,
            postgresql_where=literal_column("state = 'waiting'"),
        ),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    people: Mapped[int]
    alone: Mapped[bool] = mapped_column(default=False)
    what_for: Mapped[str] = mapped_column(default="")
    shown_as: Mapped[str] = mapped_column(default="")
    series_id: Mapped[UUID | None]
    """The series of which this is a skipped date. Series are a room above."""
    series_on: Mapped[date | None]
    created_at: Mapped[datetime]
    """When they came into the line; of two at once, the lower id is first."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default=Written.WAITING.value)
    """What was last decided; `states.state_at` says what the clock has made of it."""
    ended_at: Mapped[datetime | None]
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"))
    """The booking that came of it."""

    @property
    def facts(self) -> WaitFacts:
        """What is written down, from which the state at any instant follows."""
        return WaitFacts(Written(self.state), self.starts_at, self.opens_at, self.closes_at)
