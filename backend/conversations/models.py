"""Conversations, who is in them, and what was said."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId


class Conversation(HasId, Base):
    """People talking about one thing. Who may talk, and until when, follows from that thing."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index(
            "a_thing_is_talked_about_in_one_place",
            "about_kind",
            "about_id",
            "answered_by",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("conversations_answered_by_idx", "answered_by"),
    )

    about_kind: Mapped[str]
    """As in its path: ``promises``, ``bookings``, or ``posts`` for a hello."""
    about_id: Mapped[UUID]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Who answered a hello, for it has a conversation with each."""
    created_at: Mapped[datetime]
    last_seq: Mapped[int] = mapped_column(default=0)
    """The number of the newest message. The row is locked to give out the next."""
    last_at: Mapped[datetime]
    """When something was last said, by our clock."""


class ConversationSide(Base):
    """Somebody in a conversation: how far they have read, and what they let the others see."""

    __tablename__ = "conversation_sides"
    __table_args__ = (
        CheckConstraint(
            "(shared_latitude IS NULL) = (shared_longitude IS NULL)", "a_shared_place_is_a_point"
        ),
        Index("conversation_sides_person_id_idx", "person_id"),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since_at: Mapped[datetime]
    read_seq: Mapped[int] = mapped_column(default=0)
    """The number of the newest message they have read."""
    keeps_in_touch_at: Mapped[datetime | None]
    """Since when they would like to go on talking after the end."""
    shared_phone: Mapped[str] = mapped_column(default="")
    shared_email: Mapped[str] = mapped_column(default="")
    shared_address: Mapped[str] = mapped_column(default="")
    shared_latitude: Mapped[float | None]
    shared_longitude: Mapped[float | None]
    shared_at: Mapped[datetime | None]
    """When they shared it; empty where they share nothing."""


class Message(HasId, Base):
    """Something one side said. Its number, not its time, says where it stands."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_are_numbered_in_order", "conversation_id", "seq", unique=True),
        # How much somebody wrote in the last minute, and what to empty when they leave.
        Index("messages_written_by_idx", "written_by", "written_at"),
    )

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left, and then so are the words."""
    words: Mapped[str]
    written_at: Mapped[datetime]
