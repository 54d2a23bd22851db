"""How one gets into a space, and how it was left."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId

USUALLY_SHOWN_MINUTES_BEFORE = 24 * 60


class Entrance(Base):
    """The door of a space: the card beside it, how to get in, and who has the key.

    A row of its own, written when the first of these is: most spaces never need it, and none of it
    belongs to what everybody sees of a space.
    """

    __tablename__ = "entrances"
    __table_args__ = (
        Index("entrances_key_with_idx", "key_with"),
        Index("entrances_key_from_idx", "key_from"),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"), primary_key=True)
    card_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What the code on the card is made with; with another one, the old card opens nothing."""
    notes: Mapped[str] = mapped_column(default="")
    """How to get in, in the keepers' words."""
    shown_minutes_before: Mapped[int] = mapped_column(default=USUALLY_SHOWN_MINUTES_BEFORE)
    """How long before its start a booking is told how to get in."""
    key_with: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Who has the key; the keepers where nobody is named."""
    key_from: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Who had it before. Earlier holders are forgotten."""
    key_since_at: Mapped[datetime | None]
    """When it was last handed on."""
    key_missing_at: Mapped[datetime | None]
    """Since when nobody knows where it is."""


class LeavingNote(HasId, Base):
    """What somebody said of a space as they left it. Its author is never shown."""

    __tablename__ = "leaving_notes"
    __table_args__ = (
        Index("a_booking_leaves_one_note", "booking_id", unique=True),
        Index("leaving_notes_space_id_idx", "space_id", "created_at"),
        Index("leaving_notes_written_by_idx", "written_by"),
    )

    space_id: Mapped[UUID] = mapped_column(ForeignKey("spaces.id"))
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("bookings.id"))
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Kept to count whether three different people say so; empty once they have left."""
    as_found: Mapped[bool]
    words: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    mended_at: Mapped[datetime | None]
    """When a keeper said that what was broken is mended."""
