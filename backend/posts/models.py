"""Posts: what the database itself keeps true of offers, needs and hellos."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion
from backend.db.types import MercatorPoint
from backend.posts.languages import CONFIGURATIONS
from backend.posts.states import Audience, PostFacts, PostState

_FOLDED = (
    "regexp_replace(normalize(shown_title || ' ' || shown_words, NFKD),"
    " '[\\u0300-\\u036f]', '', 'g')"
)
# Without what is no letter and no digit: of "anti-slip/grips" PostgreSQL makes the path of a file.
# By code points, for classes of letters depend on the locale.
_SPACED = (
    f"regexp_replace({_FOLDED},"
    " '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f]+', ' ', 'g')"
)
_STEMMED = " ".join(
    f"WHEN '{tag}' THEN to_tsvector('{name}'::regconfig, {_SPACED})"
    for tag, name in sorted(CONFIGURATIONS.items())
)
# No word that anybody looks for begins with "=".
_ABOUT = (
    "array_to_tsvector(ARRAY['=' || kind, '=' || coalesce(category, ''),"
    " CASE WHEN urgent THEN '=urgent' ELSE '=' END])"
)
_BEGINNINGS = f"regexp_replace({_SPACED}, '([^ ]{{3}})[^ ]*', '\\1', 'g')"


class Post(HasId, HasVersion, Base):
    """Something a neighbour can give or could use, or who they are. Always free.

    Its row is the lock under which promises are made: ``held`` is how much of it was held when
    somebody last wrote, and the database lets nobody hold more than there is.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", "a_post_is_on_earth_north_to_south"),
        CheckConstraint("longitude BETWEEN -180 AND 180", "a_post_is_on_earth_east_to_west"),
        CheckConstraint("held BETWEEN 0 AND quantity", "held_never_exceeds_quantity"),
        CheckConstraint(
            "(opened_at IS NULL) = (state = 'draft') AND (open_until IS NULL) = (state = 'draft')",
            "a_post_that_was_opened_runs_out",
        ),
        CheckConstraint(
            "(ended_at IS NULL) = (state IN ('draft', 'open'))", "a_post_that_is_over_ended_once"
        ),
        CheckConstraint(
            "kind = 'hello' OR (category IS NOT NULL AND way IS NOT NULL)",
            "an_offer_or_need_is_about_something",
        ),
        CheckConstraint("starts_at < ends_at", "a_post_is_for_some_time"),
        CheckConstraint(
            "(rrule IS NULL) = (first IS NULL) AND (rrule IS NULL) = (duration_minutes IS NULL)",
            "a_post_that_repeats_says_from_when",
        ),
        CheckConstraint(
            "on_dates = '{}' OR cardinality(on_dates) = quantity", "a_date_is_one_of_the_quantity"
        ),
        Index(
            "posts_nearest_idx",
            "nearness",
            # So that the index itself passes by what is about something else; see decision 10.
            "marks",
            postgresql_using="gist",
            postgresql_where=literal_column("state = 'open'"),
        ),
        Index(
            "posts_group_id_idx",
            "group_id",
            "id",
            postgresql_where=literal_column("group_id IS NOT NULL"),
        ),
        Index("posts_posted_by_idx", "posted_by", "id"),
        # For forgetting: what is over is scrubbed once it is archived.
        Index("posts_ended_at_idx", "ended_at", postgresql_where=literal_column("title <> ''")),
        # For the same: what ran out and nobody has looked at since.
        Index(
            "posts_open_until_idx", "open_until", postgresql_where=literal_column("state = 'open'")
        ),
    )

    kind: Mapped[str]
    way: Mapped[str | None]
    category: Mapped[str | None]
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    """As they were written; its writer sees them."""
    shown_title: Mapped[str]
    shown_words: Mapped[str] = mapped_column(default="")
    """What others see: contact details are masked unless they are those of a public place."""
    contacts_are_public: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str]
    """The primary tag (BCP 47) of the language it is written in, as in ``en``."""

    posted_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Empty once the person has left."""
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("groups.id"))
    """The group in whose name it is posted, or which alone sees it."""
    visible_to: Mapped[str] = mapped_column(default=Audience.NEARBY.value)

    latitude: Mapped[float]
    longitude: Mapped[float]
    """The exact point, in degrees (WGS 84); nobody but its writer sees it here."""
    cell: Mapped[str]
    published_latitude: Mapped[float]
    published_longitude: Mapped[float]
    """The centre of the cell; computed once."""
    nearness: Mapped[tuple[float, float]] = mapped_column(MercatorPoint())
    zone: Mapped[str]

    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """The window in which it is wanted or to be had; empty for any time."""
    rrule: Mapped[str | None]
    """RFC 5545, in the wall time of the zone."""
    first: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))
    """What the clock shows when the rule's first date begins; no zone, on purpose."""
    duration_minutes: Mapped[int | None]
    on_dates: Mapped[list[date]] = mapped_column(ARRAY(Date), default=list)
    """Local dates of which each is one of the quantity, as for a dog to be walked on five days."""

    quantity: Mapped[int] = mapped_column(default=1)
    held: Mapped[int] = mapped_column(default=0)
    full_until: Mapped[datetime | None]
    """Until when all of it is held, unless a promise comes free; empty where some is left."""
    lend_days: Mapped[int | None]
    """For how long it is lent, where nothing else is agreed."""
    urgent: Mapped[bool] = mapped_column(default=False)
    standing: Mapped[bool] = mapped_column(default=False)
    quiet: Mapped[bool] = mapped_column(default=False)
    """A need shown without a name until its writer picks somebody."""
    scarce: Mapped[bool] = mapped_column(default=False)
    """An offer that is shared out by the rule and not by whoever offers."""
    answered_by_word: Mapped[bool] = mapped_column(default=False)
    """A hello that others may answer with a conversation."""
    lot_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What decides the lot of a scarce offer; its hash is shown from the beginning."""

    terms_version: Mapped[int] = mapped_column(default=1)
    """Goes up when something changes on which somebody may have relied."""
    state: Mapped[str]
    """What was last decided; ``states.state_at`` says what the clock has made of it."""
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    open_until: Mapped[datetime | None]
    """When it runs out; goes on with every renewal."""
    ended_at: Mapped[datetime | None]

    search: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(
            f"{_ABOUT} || to_tsvector('simple'::regconfig, {_SPACED})"
            f" || CASE language {_STEMMED} ELSE ''::tsvector END",
            persisted=True,
        ),
        deferred=True,
    )
    """What others see of its words, for searching: as written and in their stems, unaccented.

    Its kind and category too, each after a "=".
    """

    marks: Mapped[Any] = mapped_column(
        TSVECTOR,
        Computed(
            f"{_ABOUT} || to_tsvector('simple'::regconfig, {_BEGINNINGS})",
            persisted=True,
        ),
        deferred=True,
    )
    """What sifts beside nearness: kind, category, and of each word its first three letters.

    An index of the words themselves, by place, would know no beginnings of words.
    """

    @property
    def facts(self) -> PostFacts:
        """What is written down, from which the state at any instant follows."""
        return PostFacts(PostState(self.state), self.open_until, self.full_until, self.ended_at)


class RallyWish(Base):
    """Somebody who likes to be asked when a neighbour close by needs help at once."""

    __tablename__ = "rally_wishes"
    __table_args__ = (Index("rally_wishes_nearest_idx", "nearness", postgresql_using="gist"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    categories: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """For what; empty for anything."""
    at_night: Mapped[bool] = mapped_column(default=False)
    """Whether they may be woken for it."""
    nearness: Mapped[tuple[float, float]] = mapped_column(MercatorPoint())
    """Where they are at home, on the map; nobody sees it."""
    zone: Mapped[str]
    since_at: Mapped[datetime]


class Rally(HasId, Base):
    """An urgent need for which the neighbourhood was asked, in rings that widen with time."""

    __tablename__ = "rallies"
    __table_args__ = (
        Index("a_need_is_rallied_for_once", "post_id", unique=True),
        Index("rallies_started_by_idx", "started_by", "started_at"),
    )

    post_id: Mapped[UUID] = mapped_column(ForeignKey("posts.id"))
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When enough had promised, or it was called off."""
