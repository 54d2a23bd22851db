"""Groups, who belongs to them, who would like to, and what members do together."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, literal_column
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion
from backend.db.types import MercatorPoint, MercatorPolygon


class Group(HasId, HasVersion, Base):
    """People who do something together and govern themselves. Its row is its lock.

    A neighbourhood is a group with a boundary. Of where a group is, only a cell is kept.
    """

    __tablename__ = "groups"
    __table_args__ = (
        CheckConstraint(
            "(outline IS NULL) = (boundary IS NULL)", "a_boundary_is_kept_as_given_and_as_searched"
        ),
        CheckConstraint(
            "outline IS NULL OR visibility = 'nearby'", "a_neighbourhood_is_there_for_all_to_see"
        ),
        Index(
            "groups_nearest_idx",
            "nearness",
            postgresql_using="gist",
            postgresql_where=literal_column("closed_at IS NULL AND visibility = 'nearby'"),
        ),
        Index(
            "groups_outline_idx",
            "outline",
            postgresql_using="gist",
            postgresql_where=literal_column("closed_at IS NULL"),
        ),
        Index("groups_neighbourhood_id_idx", "neighbourhood_id"),
        Index("groups_founded_by_idx", "founded_by", "founded_at"),
    )

    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    cell: Mapped[str]
    published_latitude: Mapped[float]
    published_longitude: Mapped[float]
    nearness: Mapped[tuple[float, float]] = mapped_column(MercatorPoint())
    zone: Mapped[str]
    joining: Mapped[str]
    visibility: Mapped[str]
    questions: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """What it asks of those who would like to join."""
    boundary: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """A neighbourhood's: a GeoJSON polygon, or a circle as its centre and radius."""
    outline: Mapped[list[tuple[float, float]] | None] = mapped_column(MercatorPolygon())
    neighbourhood_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"))
    founded_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left. It gives no right."""
    founded_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Membership(Base):
    """Somebody who belongs to a group, and what they show of it."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index("memberships_person_id_idx", "person_id", "joined_at"),
        Index("memberships_in_order_idx", "group_id", "joined_at", "person_id"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    joined_at: Mapped[datetime]
    shows: Mapped[str]
    """What other members see of them in the list."""
    silent_until: Mapped[datetime | None]
    """Until when they are told nothing of the group."""


class JoinRequest(HasId, Base):
    """Somebody who would like to join. What becomes of it by the clock is computed on read."""

    __tablename__ = "join_requests"
    __table_args__ = (
        Index(
            "nobody_asks_to_join_twice",
            "group_id",
            "person_id",
            unique=True,
            postgresql_where=literal_column("state = 'asked'"),
        ),
        Index("join_requests_person_id_idx", "person_id", "id"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left."""
    answers: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """To the group's questions as they were, in their order."""
    words: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class GroupInvitation(HasId, Base):
    """A link or QR code by which people come in until it expires or is taken back."""

    __tablename__ = "group_invitations"
    __table_args__ = (
        Index("group_invitations_group_id_idx", "group_id", "expires_at"),
        Index("group_invitations_made_by_idx", "made_by", "made_at"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Hand(Base):
    """A member's hand on something that takes two: the second one does it."""

    __tablename__ = "hands"
    __table_args__ = (Index("hands_person_id_idx", "person_id"),)

    about_id: Mapped[UUID] = mapped_column(primary_key=True)
    """What it is about: a join request, say."""
    act: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    laid_at: Mapped[datetime]
