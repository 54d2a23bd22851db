"""Decisions, who may vote on them, and how they voted; draws, and the links they are drawn of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion


class Decision(HasId, HasVersion, Base):
    """A question that a group answers, and what the server does once it has.

    Opening the vote freezes all that is voted on; nothing above ``closes_at`` changes after that.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(
            "(opened_at IS NULL) = (closes_at IS NULL)", "a_vote_that_opens_says_when_it_closes"
        ),
        Index("decisions_group_id_idx", "group_id", "id"),
        Index("decisions_proposed_by_idx", "proposed_by"),
        Index("decisions_about_person_id_idx", "about_person_id"),
        Index(
            "words_of_a_group_have_their_address_alone",
            "public_token",
            unique=True,
            postgresql_where=literal_column("public_token IS NOT NULL"),
        ),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left."""
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    action: Mapped[str]
    """What is carried out when it passes; ``words`` for a text that is enacted by being said."""
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    """Of the action."""
    about_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Whom it is about, who does not vote on it."""
    options: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """What is chosen from, where it is more than yes or no; the last one is that all stays."""
    method: Mapped[str]
    weight: Mapped[str]
    """How much it matters: quick, normal or charter. It sets quorum and time to cool off."""
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    electors: Mapped[int] = mapped_column(default=0)
    """How many could vote when it was opened."""
    quorum: Mapped[int] = mapped_column(default=0)
    closes_at: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]
    """When it was given more time, once, for want of a quorum."""

    state: Mapped[str]
    """What was last written; ``states.state_at`` says what the clock has made of it."""
    settled_at: Mapped[datetime | None]
    """When the vote was counted."""
    tally: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """How the result came about, from the ballots without names."""
    enact_at: Mapped[datetime | None]
    """When it has cooled off."""
    enacted_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    """What became of the action: done, or why it had become impossible."""
    public_token: Mapped[str | None]
    """The stable address of a word of the group, for anybody to read."""


class Elector(Base):
    """Somebody who could vote when a decision was opened. Nobody joins them later."""

    __tablename__ = "electors"
    __table_args__ = (Index("electors_person_id_idx", "person_id"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)


class Ballot(Base):
    """How somebody votes, theirs to change until the vote closes. Then it loses its name."""

    __tablename__ = "ballots"
    __table_args__ = (Index("ballots_person_id_idx", "person_id"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    choice: Mapped[dict[str, Any]] = mapped_column(JSONB)


class CountedBallot(HasId, Base):
    """A ballot that was counted: no name, no time, and in no order but that of a random id."""

    __tablename__ = "counted_ballots"
    __table_args__ = (Index("counted_ballots_decision_id_idx", "decision_id"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"))
    choice: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Remark(HasId, Base):
    """What somebody says to a decision while it is discussed, or why they object or contest."""

    __tablename__ = "remarks"
    __table_args__ = (
        Index("remarks_decision_id_idx", "decision_id", "id"),
        Index("remarks_said_by_idx", "said_by"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"))
    said_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    """remark or contest."""
    words: Mapped[str]
    said_at: Mapped[datetime]


class Draw(HasId, Base):
    """A draw by lot. Pool and commitment are fixed before the seed can be known to anybody."""

    __tablename__ = "draws"
    __table_args__ = (
        Index("draws_group_id_idx", "group_id", "id"),
        Index("draws_called_by_idx", "called_by"),
        CheckConstraint("seats > 0", "a_draw_fills_seats"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id"))
    called_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str]
    seats: Mapped[int]
    by_household: Mapped[bool] = mapped_column(default=False)
    called_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    """When the pool closes; until then members may step out of it."""
    commitment: Mapped[str]
    """The hash, in hexadecimal digits, of the link that will be revealed."""
    chain_number: Mapped[int]
    pool: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """Whom it is drawn from, or their households' stand-ins, sorted, once closed: what stands for
    them in the group's record, so that it holds true when somebody is erased."""
    revealed: Mapped[str] = mapped_column(default="")
    drawn: Mapped[list[str]] = mapped_column(JSONB, default=list)
    """The whole pool in the order of the lot: whoever declines is followed by the next."""
    drawn_at: Mapped[datetime | None]


class DrawAnswer(Base):
    """Somebody who stepped out of a pool, has a seat, or declined it. It costs nothing."""

    __tablename__ = "draw_answers"
    __table_args__ = (Index("draw_answers_person_id_idx", "person_id"),)

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draws.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    answer: Mapped[str]
    answered_at: Mapped[datetime]


class ChainLink(Base):
    """A secret from which one lot is drawn, made long before (`backend.decisions.drawing`).

    The server bound itself to it and to those beside it with one hash.
    """

    __tablename__ = "chain_links"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    used_for: Mapped[UUID | None]
    """The draw it was kept for, or the decision by lot."""
