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
    due_at: Mapped[datetime | None]
    """When the clock next makes something of it that must be carried out: a vote that closes, a
    decision to enact, a steward's term. Whoever looks at the group after that settles it first."""
    called_at: Mapped[datetime | None]
    """Since when members are asked to stand as stewards; empty while all seats are taken."""
    vouched: Mapped[bool] = mapped_column(default=False)
    """Whether two members of different households vouch for whoever would like to join."""
    last_seq: Mapped[int] = mapped_column(default=0)
    """The number of the newest entry in its record."""
    last_notice_at: Mapped[datetime | None]


class Membership(Base):
    """Somebody who belongs to a group, and what they show of it."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index("memberships_person_id_idx", "person_id", "joined_at"),
        Index("memberships_in_order_idx", "group_id", "joined_at", "person_id"),
        Index("memberships_invited_by_idx", "invited_by"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    joined_at: Mapped[datetime]
    shows: Mapped[str]
    """What other members see of them in the list."""
    silent_until: Mapped[datetime | None]
    """Until when they are told nothing of the group."""
    read_until: Mapped[datetime | None]
    """Up to when they have read its board."""
    household: Mapped[str] = mapped_column(default="")
    """What they share with those they live with, in their own words; counted once where a draw or
    a vouching asks for households. Nobody else sees it."""
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Between the two, and shown to nobody else."""


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


class Asking(HasId, Base):
    """An invitation in somebody's own words: to one person, a street, or everybody near a group.

    What it asks of whom it reached stands beside it, one row for each of them. It is kept for a
    while after it is over, for it counts towards how often one may ask.
    """

    __tablename__ = "askings"
    __table_args__ = (
        Index("askings_group_id_idx", "group_id", "id"),
        Index("askings_asked_by_idx", "asked_by", "made_at"),
        CheckConstraint(
            "(kind = 'person') = (person_id IS NOT NULL)", "whoever_is_asked_alone_is_known"
        ),
        CheckConstraint("(kind = 'street') = (cell IS NOT NULL)", "a_street_is_asked_by_its_cell"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left."""
    kind: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Whom it asks, where it asks one person: also whom it never reached."""
    cell: Mapped[str | None]
    radius_metres: Mapped[int | None]
    words: Mapped[str]
    """As those read it whom it asks; how its writer can be reached does not stand in it where it
    goes to many."""
    made_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    """When it went out; empty while it waits for another member's hand."""
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was taken back, or nobody was left who asks."""


class AskedNeighbour(Base):
    """Somebody whom an invitation reached. Nobody learns how many they are, or who."""

    __tablename__ = "asked_neighbours"
    __table_args__ = (Index("asked_neighbours_person_id_idx", "person_id", "asked_at"),)

    asking_id: Mapped[UUID] = mapped_column(ForeignKey("askings.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    asked_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    """Told to nobody."""


class UnaskedNeighbour(Base):
    """Somebody who likes to hear no invitation that goes to a whole street or everybody near."""

    __tablename__ = "unasked_neighbours"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since_at: Mapped[datetime]


class Hand(Base):
    """A member's hand on something that takes two: the second one does it."""

    __tablename__ = "hands"
    __table_args__ = (Index("hands_person_id_idx", "person_id"),)

    about_id: Mapped[UUID] = mapped_column(primary_key=True)
    """What it is about: a join request, say."""
    act: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    laid_at: Mapped[datetime]


class ProposedChange(Base):
    """A change of something of a group, which waits for another hand.

    It is the call itself. Its id is a hash of it, and whoever repeats it lends a hand.
    """

    __tablename__ = "proposed_changes"
    __table_args__ = (Index("proposed_changes_about_id_idx", "about_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    about_id: Mapped[UUID]
    """What it changes: a space, a post, or the group itself."""
    operation: Mapped[str]
    method: Mapped[str]
    path: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    proposed_at: Mapped[datetime]


class StewardTerm(HasId, Base):
    """A time for which a member looks after a group. Nobody does so for longer than it says."""

    __tablename__ = "steward_terms"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", "a_term_takes_time"),
        Index("steward_terms_group_id_idx", "group_id", "starts_at"),
        Index("steward_terms_person_id_idx", "person_id"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it ended, by the clock or before its time; written by whoever looks next."""
    how: Mapped[str]
    """How they came to it: founding, consent, lot, decision."""
    ended_how: Mapped[str] = mapped_column(default="")
    """Why it ended: over, left, silent, recalled, stepped_down."""


class Candidacy(HasId, Base):
    """A member who would look after the group, if nobody objects within the week of the call."""

    __tablename__ = "candidacies"
    __table_args__ = (
        Index(
            "one_stands_once",
            "group_id",
            "person_id",
            unique=True,
            postgresql_where=literal_column("ended_at IS NULL"),
        ),
        Index("candidacies_person_id_idx", "person_id"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    since_at: Mapped[datetime]
    decides_at: Mapped[datetime]
    """When they take it up, or the lot is drawn where there are too many. Those who stand for the
    same round share it."""
    objected_at: Mapped[datetime | None]
    """Since then it takes a decision."""
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    """What they bring to the lot of their round. Its hash is in the record from the day they stand,
    so that nobody chooses it; nobody reads it, they included, before the lot is drawn."""
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    """steward, not_drawn, objected, withdrawn, not_needed."""


class Awaiting(Base):
    """Something that awaits the stewards of a group, so that silence can be noticed."""

    __tablename__ = "awaitings"
    __table_args__ = (Index("awaitings_group_id_idx", "group_id", "since_at"),)

    about_id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    kind: Mapped[str]
    since_at: Mapped[datetime]


class RecordEntry(Base):
    """One act in the record of a group: appended, chained by hashes, never changed.

    ``hash`` is SHA-256 over the canonical JSON of all else, the hash before it included.
    """

    __tablename__ = "record_entries"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    """The instant in UTC as it was hashed (RFC 3339)."""
    act: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Never a name: ids of things, and what they were changed to."""
    previous: Mapped[str]
    hash: Mapped[str]


class Agreement(HasId, HasVersion, Base):
    """What the members agreed on. It lapses on its day of review unless it is renewed."""

    __tablename__ = "agreements"
    __table_args__ = (Index("agreements_group_id_idx", "group_id"),)

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    adopted_at: Mapped[datetime]
    review_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    decision_id: Mapped[UUID | None]
    """By which it was adopted or last changed; decisions are a room above."""
