"""The links of which lots are drawn: made long before anybody calls a draw, and each used once.

Some hundred are made at a time, and one hash, the root of their tree, binds the server to all of
them: none can be made up for a draw. Were each the hash of the next, as in a plain chain, one draw
would reveal the links of those called before it that are still open.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.decisions.models import ChainLink
from backend.groups.queries import Reader
from backend.kernel.lots import commitment_to, path_of, root_of

AT_ONCE = 256
"""How many links stand in one tree; a power of two."""
_SECRET = 32  # bytes


@dataclass(frozen=True, slots=True)
class TreeSeen:
    """What shows that a link was there before it was asked for."""

    root: str
    number: int
    """At which place in the tree the commitment stands, from 0."""
    path: list[str]


def keep_link(session: Session, used_for: UUID) -> ChainLink:
    """Keep the next link for a thing; the one it has, if it has one.

    Two that are kept at once wait for nothing: which of the links it is tells nobody anything.
    """
    before = find_link(session, used_for)
    if before is not None:
        return before
    link = _next(session)
    if link is None:
        _make_more(session)
        link = _next(session)
    assert link is not None, "links were made for this"
    link.used_for = used_for
    session.flush()
    return link


def find_link(session: Session, used_for: UUID) -> ChainLink | None:
    """Return the link that was kept for a thing, None where there is none."""
    return session.scalars(select(ChainLink).where(ChainLink.used_for == used_for)).one_or_none()


def bind(session: Session, used_for: UUID) -> str:
    """Keep a link for a thing, and return the hash that binds the server to it."""
    return commitment_to(keep_link(session, used_for).secret)


def reveal(session: Session, used_for: UUID) -> bytes:
    """Return the link that was kept for a thing."""
    link = find_link(session, used_for)
    assert link is not None, "it was kept when the thing began"
    return link.secret


def tree_of(reader: Reader, number: int) -> TreeSeen:
    """Return the root over a link and its neighbours, and the way there. One query."""
    first = number - number % AT_ONCE
    links = reader.execute(
        select(ChainLink.secret)
        .where(ChainLink.number >= first, ChainLink.number < first + AT_ONCE)
        .order_by(ChainLink.number)
    )
    commitments = [commitment_to(secret) for secret in links.scalars()]
    place = number - first
    return TreeSeen(root_of(commitments), place, path_of(commitments, place))


def _next(session: Session) -> ChainLink | None:
    return session.scalars(
        select(ChainLink)
        .where(ChainLink.used_for.is_(None))
        .order_by(ChainLink.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def _make_more(session: Session) -> None:
    newest = session.scalar(select(func.max(ChainLink.number)))
    first = 0 if newest is None else newest + 1
    rows = [
        {"number": number, "secret": secrets.token_bytes(_SECRET)}
        for number in range(first, first + AT_ONCE)
    ]
    # Whoever makes the same ones at once is waited for, and then all of these or none are kept.
    session.execute(insert(ChainLink).values(rows).on_conflict_do_nothing())
