"""Series: the rule that dates follow. Each date is a booking of its own."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Index, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion
from backend.series.states import SeriesFacts, Written


class Series(HasId, HasVersion, Base):
    """A space that one person books again and again."""

    __tablename__ = "series"
    __table_args__ = (
        CheckConstraint("duration_minutes > 0 AND people > 0", "a_series_takes_time_and_people"),
        Index("series_booked_by_idx", "booked_by"),
        Index(
            "series_group_id_idx",
            "group_id",
            postgresql_where=literal_column("group_id IS NOT NULL"),
        ),
        Index(
            "series_until_stopped_idx",
            "space_id",
            postgresql_where=literal_column("until_stopped AND ended_at IS NULL"),
        ),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    booked_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left."""
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"))
    """The group it was booked for, as with single bookings."""
    rrule: Mapped[str]
    """RFC 5545, in the wall time of the space's zone."""
    first: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    """What the clock at the place shows when the first date begins; no zone, on purpose."""
    duration_minutes: Mapped[int]
    people: Mapped[int]
    what_for: Mapped[str] = mapped_column(default="")
    shown_as: Mapped[str] = mapped_column(default="")
    alone: Mapped[bool] = mapped_column(default=False)
    left_out: Mapped[list[date]] = mapped_column(ARRAY(Date), default=list)
    moved: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    """Dates that begin at another wall time: ISO date to ISO time without a zone."""

    until_stopped: Mapped[bool] = mapped_column(default=False)
    waits_for_skipped: Mapped[bool] = mapped_column(default=False)
    """Whether the booker is in line for every date that somebody else has."""
    made_through: Mapped[date]
    """The last local date for which the rule was followed; later ones are made when their time
    comes."""
    renew_by: Mapped[datetime | None]
    """When a series that runs until stopped is looked at again."""

    state: Mapped[str]
    """What was last decided; ``states.state_at`` says what the clock has made of it."""
    answer_by: Mapped[datetime | None]
    silence_means_yes: Mapped[bool] = mapped_column(default=False)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    ended_words: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    @property
    def facts(self) -> SeriesFacts:
        """What is written down, from which the state at any instant follows."""
        return SeriesFacts(Written(self.state), self.answer_by, self.silence_means_yes)


class SkippedDate(Base):
    """A date of a series that could not be had, and why."""

    __tablename__ = "skipped_dates"

    series_id: Mapped[UUID] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True
    )
    on: Mapped[date] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    code: Mapped[str]
    """Why, as the code of the fact that refused it."""
