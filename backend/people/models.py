"""What is kept about people, and what the database itself holds to."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db import Base, HasId, HasVersion


class CodePurpose(StrEnum):
    """What an e-mailed code is for."""

    SIGN_IN = "sign_in"
    ADD_EMAIL = "add_email"


class InvitationPurpose(StrEnum):
    """Whom an invitation lets in: somebody new, or oneself on another phone."""

    NEIGHBOUR = "neighbour"
    OWN_PHONE = "own_phone"


class Person(HasId, HasVersion, Base):
    """Somebody who signed in. Whoever has left stays as an empty row, for what others still hold.

    The home is a point in degrees (WGS 84) that nobody but oneself ever sees.
    """

    __tablename__ = "people"
    __table_args__ = (
        # Partial, so that changing them never takes the lock that foreign keys wait for.
        Index(
            "people_have_their_email_alone",
            "email",
            unique=True,
            postgresql_where=text("email IS NOT NULL"),
        ),
        Index(
            "people_have_their_firebase_uid_alone",
            "firebase_uid",
            unique=True,
            postgresql_where=text("firebase_uid IS NOT NULL"),
        ),
        CheckConstraint(
            "(home_latitude IS NULL) = (home_longitude IS NULL)", "a_home_has_both_coordinates"
        ),
        CheckConstraint(
            "left_at IS NULL OR (display_name = '' AND words = '' AND likes_to_bring = '' "
            "AND languages = '{}' AND zone IS NULL AND home_latitude IS NULL "
            "AND email IS NULL AND firebase_uid IS NULL)",
            "whoever_left_is_forgotten",
        ),
    )

    display_name: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    likes_to_bring: Mapped[str] = mapped_column(default="")
    zone: Mapped[str | None]
    home_latitude: Mapped[float | None]
    home_longitude: Mapped[float | None]
    email: Mapped[str | None]
    firebase_uid: Mapped[str | None]
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class PhoneSession(HasId, Base):
    """A phone on which a person is signed in.

    Refresh tokens are kept as hashes only. ``mac_key`` marks a token as one of this session's, so
    that an old one is recognised without keeping it; ``successor_salt`` makes, from the previous
    token, the current one again for a phone that lost the answer.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "person_id"), Index(None, "last_used_at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    device_name: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    mac_key: Mapped[bytes] = mapped_column(LargeBinary)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    successor_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    rotated_at: Mapped[datetime | None]


class SignInCode(HasId, Base):
    """A code that was mailed to an address. ``caller_hash`` stands for the network that asked."""

    __tablename__ = "sign_in_codes"
    __table_args__ = (
        Index(None, "email", "made_at"),
        Index(None, "caller_hash", "made_at"),
        Index(None, "made_at"),
        Index(
            "an_address_has_one_live_code",
            "email",
            unique=True,
            postgresql_where=text("purpose = 'sign_in' AND ended_at IS NULL"),
        ),
        Index(
            "a_person_adds_one_email_at_a_time",
            "person_id",
            unique=True,
            postgresql_where=text("purpose = 'add_email' AND ended_at IS NULL"),
        ),
        CheckConstraint(
            "(purpose = 'add_email') = (person_id IS NOT NULL)", "whoever_adds_an_email_is_known"
        ),
        CheckConstraint("tries_left >= 0", "codes_are_tried_five_times_at_most"),
    )

    email: Mapped[str]
    purpose: Mapped[CodePurpose] = mapped_column(Text)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    caller_hash: Mapped[bytes] = mapped_column(LargeBinary)
    tries_left: Mapped[int]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Invitation(HasId, Base):
    """A way in that one neighbour gives another, used once. Who used it is not kept.

    Its secret is derived from its id and the signing key ``key_id``, and never stored.
    """

    __tablename__ = "invitations"
    __table_args__ = (Index(None, "person_id", "made_at"), Index(None, "expires_at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[InvitationPurpose] = mapped_column(Text)
    key_id: Mapped[str] = mapped_column(ForeignKey("signing_keys.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class SigningKey(Base):
    """A secret of this server's. The one that is not retired signs; retired ones still verify."""

    __tablename__ = "signing_keys"
    __table_args__ = (
        Index(
            "one_signing_key_signs",
            text("(true)"),
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Block(Base):
    """Two people who do not see each other here, by the will of one. Only that one can undo it."""

    __tablename__ = "blocks"
    __table_args__ = (
        CheckConstraint("blocker_id <> blocked_id", "nobody_blocks_themself"),
        Index("blocks_blocked_id_idx", "blocked_id"),
    )

    blocker_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    blocked_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str]
    """What the other was called when they were blocked, for the list of whoever did it."""
    since_at: Mapped[datetime]
