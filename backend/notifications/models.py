"""Notifications: a kind and its parameters, never a finished text."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId


class Notification(HasId, Base):
    """Something one person is told. Its id lets a phone see that it has it already."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("notifications_newest_idx", "person_id", "due_at", "id"),
        Index(
            "notifications_unread_idx",
            "person_id",
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(
            "nobody_is_told_twice",
            "person_id",
            "once",
            unique=True,
            postgresql_where=text("once IS NOT NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)
    about_kind: Mapped[str]
    """What sort of thing it is about, as its path says: ``bookings``, ``spaces``."""
    about_id: Mapped[UUID]
    once: Mapped[str | None]
    """What must be told a person only once, however often it is said."""
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """From when on it is seen and counted: what the clock alone brings about is written ahead."""
    read_at: Mapped[datetime | None]
