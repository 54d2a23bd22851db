"""Notices on the board of a group, and what members answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId


class Notice(HasId, Base):
    """Something a member puts on the board, or answers to a notice."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("notices_group_id_idx", "group_id", "last_at", "id"),
        Index("notices_thread_id_idx", "thread_id", "id"),
        Index("notices_written_by_idx", "written_by"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    thread_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id"))
    """The notice it answers; empty for a notice itself."""
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left, and then so are the words."""
    title: Mapped[str] = mapped_column(default="")
    words: Mapped[str]
    written_at: Mapped[datetime]
    last_at: Mapped[datetime]
    """When somebody last answered it."""
    answers: Mapped[int] = mapped_column(default=0)
    taken_down_at: Mapped[datetime | None]
