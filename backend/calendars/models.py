"""The secret addresses of private calendars."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base


class CalendarAddress(Base):
    """Where somebody's own calendar can be read by whoever holds the address; one for a person."""

    __tablename__ = "calendar_addresses"
    __table_args__ = (Index("a_calendar_has_its_address_alone", "token_hash", unique=True),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of the secret, which is kept nowhere; a random 256 bits need no slower hash."""
    language: Mapped[str]
    """Calendar programs say nothing of their reader's language, so it is asked when it is made."""
    made_at: Mapped[datetime]
