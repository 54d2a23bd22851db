"""Bookings: a space held for a time."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from backend.bookings.states import BookingFacts, State
from backend.db import Base, HasId, HasVersion
from backend.kernel.periods import Period


class Booking(HasId, HasVersion, Base):
    """A space held for a time by a person. What the clock alone decides is computed on read."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", "a_booking_takes_time"),
        CheckConstraint("people > 0", "a_booking_brings_people"),
        Index("bookings_booked_by_idx", "booked_by", "starts_at"),
        Index(
            "bookings_group_id_idx",
            "group_id",
            "starts_at",
            postgresql_where=literal_column("group_id IS NOT NULL"),
        ),
        Index("bookings_space_id_idx", "space_id", "starts_at"),
        Index(
            "a_series_has_each_date_once",
            "series_id",
            "series_on",
            unique=True,
            postgresql_where=literal_column("state IN ('asked', 'confirmed')"),
        ),
        # Hardly any booking is ever asked about, so that this index is nearly empty.
        Index(
            "bookings_asked_if_there_idx",
            "booked_by",
            "space_id",
            postgresql_where=literal_column("asked_if_there_at IS NOT NULL"),
        ),
        Index(
            "bookings_series_id_idx",
            "series_id",
            "starts_at",
            postgresql_where=literal_column("series_id IS NOT NULL"),
        ),
        CheckConstraint(
            "(series_id IS NULL) = (series_on IS NULL)", "a_date_of_a_series_says_which"
        ),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    """Its lane in the occupancies, where it shares a space."""
    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    booked_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left; the keepers still see that the time was held."""
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"))
    """The group it was booked for, whose members all may act on it; it outlives who made it."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    people: Mapped[int]
    what_for: Mapped[str] = mapped_column(default="")
    """Seen by its parties only."""
    shown_as: Mapped[str] = mapped_column(default="")
    """Public: "Choir, come along"."""
    alone: Mapped[bool] = mapped_column(default=False)
    """Whether it wants a shared space without others in it."""
    state: Mapped[str]
    """What was last decided; ``rules.state_at`` says what the clock has made of it."""
    answer_by: Mapped[datetime | None]
    """Until when a keeper may answer, where they were asked."""
    silence_means_yes: Mapped[bool] = mapped_column(default=False)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    asked_if_there_at: Mapped[datetime | None]
    """When somebody stood in the empty room and asked; empty again once the booker has answered."""
    here_at: Mapped[datetime | None]
    """When the booker answered that they are there; they are not asked again."""
    ended_words: Mapped[str] = mapped_column(default="")
    """What the keeper or the booker said on cancelling."""
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    series_id: Mapped[UUID | None]
    """The series it is a date of. Series are a room above, which removes none of its rows."""
    series_on: Mapped[date | None]
    """Which date of the series, as its rule says; stays when this date alone is moved."""

    @property
    def facts(self) -> BookingFacts:
        """What is written down, from which the state at any instant follows."""
        return BookingFacts(
            period=Period(self.starts_at, self.ends_at),
            written=State(self.state),
            answer_by=self.answer_by,
            silence_means_yes=self.silence_means_yes,
            asked_if_there_at=self.asked_if_there_at,
        )
