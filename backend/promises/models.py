"""Promises, and the lots drawn for scarce offers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion
from backend.posts.states import PostKind, Way
from backend.promises.states import LIVE, Claim, PromiseFacts, PromiseState, Side

HAS_WORDS: ColumnElement[bool] = literal_column(
    "(words || claim_words || contest_words || ended_words) <> ''", Boolean
)
"""The clause for promises in which something was said, as their index has it."""
_LIVE = "state IN (" + ", ".join(f"'{each.value}'" for each in sorted(LIVE)) + ")"


class Promise(HasId, HasVersion, Base):
    """What two neighbours agreed on, or are about to. A row that has ended never changes again.

    Only what is said in thanks comes later.
    """

    __tablename__ = "promises"
    __table_args__ = (
        CheckConstraint("quantity > 0", "a_promise_is_of_something"),
        CheckConstraint("starts_at < ends_at", "a_promise_is_for_some_time"),
        CheckConstraint(f"(stands_until IS NULL) = NOT ({_LIVE})", "a_live_promise_has_a_clock"),
        CheckConstraint("(claimed_at IS NULL) = (claim IS NULL)", "a_claim_says_something"),
        CheckConstraint(
            "on_dates = '{}' OR cardinality(on_dates) = quantity", "a_date_is_promised_once_each"
        ),
        Index(
            "nobody_promises_twice",
            "post_id",
            "counterpart_id",
            unique=True,
            postgresql_where=literal_column(_LIVE),
        ),
        Index("promises_post_id_idx", "post_id"),
        Index("promises_counterpart_id_idx", "counterpart_id", "falls_at", "id"),
        Index("promises_poster_id_idx", "poster_id", "falls_at", "id"),
        # For forgetting: what was said is erased some time after it is over.
        Index(
            "promises_to_scrub_idx",
            literal_column("coalesce(ended_at, stands_until)"),
            postgresql_where=HAS_WORDS,
        ),
    )

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    kind: Mapped[str]
    way: Mapped[str]
    """Both as the post has them, which they never change."""
    poster_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    counterpart_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Who asked or answered. Either is empty once the person has left."""
    quantity: Mapped[int] = mapped_column(default=1)
    on_dates: Mapped[list[date]] = mapped_column(ARRAY(Date), default=list)
    words: Mapped[str] = mapped_column(default="")
    """What was said when asking or answering."""
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """The time that was agreed on, where one was."""
    due_at: Mapped[datetime | None]
    """When what was lent is to be back."""
    wished_due_at: Mapped[datetime | None]
    """Until when whoever borrowed would like to keep it."""
    falls_at: Mapped[datetime]
    """Where it stands among the promises of its sides, in order of time."""

    state: Mapped[str]
    """What was last decided; ``states.state_at`` says what the clock has made of it."""
    stands_until: Mapped[datetime | None]
    """When the clock ends that state; empty once it has ended."""
    asked_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    agreed_terms: Mapped[int | None]
    """The post's ``terms_version`` to which both agreed."""
    claim: Mapped[str | None]
    claimed_by: Mapped[str | None]
    """A side: the poster or the counterpart."""
    claimed_at: Mapped[datetime | None]
    claim_words: Mapped[str] = mapped_column(default="")
    contest_words: Mapped[str] = mapped_column(default="")
    missed_by: Mapped[str | None]
    """The side that missed it, as both say."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    """The side that ended it; empty where it was the clock, or nobody's doing."""
    ended_words: Mapped[str] = mapped_column(default="")

    @property
    def facts(self) -> PromiseFacts:
        """What is written down, from which the state at any instant follows."""
        return PromiseFacts(
            kind=PostKind(self.kind),
            way=Way(self.way),
            written=PromiseState(self.state),
            stands_until=self.stands_until,
            claim=None if self.claim is None else Claim(self.claim),
            claimed_by=None if self.claimed_by is None else Side(self.claimed_by),
        )


class Thanks(Base):
    """A few words from one side of a kept promise to the other."""

    __tablename__ = "thanks"
    __table_args__ = (
        Index(
            "thanks_shown_idx",
            "to_id",
            "said_at",
            postgresql_where=literal_column("shown_at IS NOT NULL"),
        ),
        Index("thanks_from_id_idx", "from_id"),
    )

    promise_id: Mapped[UUID] = mapped_column(ForeignKey("promises.id"), primary_key=True)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    to_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str]
    said_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    """Since when whoever was thanked shows it to others; empty where they do not."""


class Lot(Base):
    """How a scarce offer was shared out, so that everybody involved can work it out again.

    ``tiers`` holds lists of promise ids: those in an earlier list received less of late. Within a
    list the lot decides: the order of SHA-256 over the secret and the id (`fairness.drawn`).
    """

    __tablename__ = "lots"

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    drawn_at: Mapped[datetime]
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    tiers: Mapped[list[list[str]]] = mapped_column(JSONB)
    drawn: Mapped[list[str]] = mapped_column(JSONB)
    """The promises in the order in which it is offered to them."""
