"""Codes that are mailed to an address, to show that whoever types them reads its mail."""

import hashlib
import hmac
import math
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from backend.kernel.ids import new_id
from backend.people import rules
from backend.people.errors import CodeNotRight, TooManyCodes
from backend.people.keys import current_key
from backend.people.models import CodePurpose, SignInCode


def make_code(
    session: Session,
    *,
    email: str,
    purpose: CodePurpose,
    caller: str,
    now: datetime,
    person_id: UUID | None = None,
) -> str:
    """Return a new code for an address in its normal form; the one before it holds no more.

    Nothing about it depends on whether anybody here has that address. ``caller`` is the network
    address that asked. Raise ``TooManyCodes``.
    """
    caller_hash = _caller_hash(session, caller, now)
    # Counting and adding must not interleave; always the address first, so that nobody deadlocks.
    _hold(session, f"codes for {email}")
    _check_room(session, SignInCode.email == email, rules.CODES_PER_EMAIL, now)
    if caller_hash:
        _hold(session, f"codes from {caller_hash.hex()}")
        _check_room(session, SignInCode.caller_hash == caller_hash, rules.CODES_PER_CALLER, now)
    session.execute(
        update(SignInCode)
        .where(_same_use(email, purpose, person_id), SignInCode.ended_at.is_(None))
        .values(ended_at=now)
    )
    code = f"{secrets.randbelow(1_000_000):06}"
    code_id = new_id()
    session.add(
        SignInCode(
            id=code_id,
            email=email,
            purpose=purpose,
            person_id=person_id,
            code_hash=rules.code_hash(code_id, code),
            caller_hash=caller_hash,
            tries_left=rules.CODE_TRIES,
            made_at=now,
            expires_at=now + rules.CODE_LIVES,
        )
    )
    session.flush()
    return code


def use_sign_in_code(session: Session, *, email: str, code: str, now: datetime) -> None:
    """Spend the live code of an address, or one of its tries; raise ``CodeNotRight``."""
    _use(session, _same_use(email, CodePurpose.SIGN_IN, None), code, now)


def use_add_email_code(session: Session, *, code: str, by: UUID, now: datetime) -> str:
    """Spend the live code with which somebody adds an address; return that address."""
    mine = (SignInCode.purpose == CodePurpose.ADD_EMAIL) & (SignInCode.person_id == by)
    return _use(session, mine, code, now)


def _use(session: Session, which: ColumnElement[bool], code: str, now: datetime) -> str:
    live = session.scalars(
        select(SignInCode).where(which, SignInCode.ended_at.is_(None)).with_for_update()
    ).one_or_none()
    if live is None or live.expires_at <= now or live.tries_left == 0:
        raise CodeNotRight
    live.tries_left -= 1
    is_right = hmac.compare_digest(live.code_hash, rules.code_hash(live.id, code))
    if is_right:
        live.ended_at = now
    session.flush()
    if not is_right:
        raise CodeNotRight
    return live.email


def _same_use(email: str, purpose: CodePurpose, person_id: UUID | None) -> ColumnElement[bool]:
    # Whoever adds an address adds one at a time.
    whose = SignInCode.email == email if person_id is None else SignInCode.person_id == person_id
    return whose & (SignInCode.purpose == purpose)


def _check_room(session: Session, counted: ColumnElement[bool], most: int, now: datetime) -> None:
    made = session.scalars(
        select(SignInCode.made_at)
        .where(counted, SignInCode.made_at > now - rules.CODE_WINDOW)
        .order_by(SignInCode.made_at.desc())
        .limit(most)
    ).all()
    if len(made) == most:
        seconds = math.ceil((made[-1] + rules.CODE_WINDOW - now).total_seconds())
        raise TooManyCodes(minutes=math.ceil(seconds / 60), retry_after=max(1, seconds))


def _caller_hash(session: Session, caller: str, now: datetime) -> bytes:
    """Return what stands for the caller's network, so that no address of anybody is kept."""
    network = rules.network_of(caller)
    if not network:
        return b""
    return hmac.digest(current_key(session, now=now).secret, network.encode(), hashlib.sha256)


def _hold(session: Session, what: str) -> None:
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))
