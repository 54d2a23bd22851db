"""Carrying out what the clock has decided for a group: by whoever looks next, dated to its instant.

Terms end, votes close and decisions take effect whether or not a job ran. Each room says what it
does when its time comes (`on_settle`); a group knows when the next such instant is (``due_at``).
Every writer settles under the group's lock before it does anything else (`service.lock_group`), a
reader does when it is due, and so does the hourly round for groups nobody looks at.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.groups.models import Group

MOST_STEPS = 500
"""How many instants one look carries out; what is left stays due for the next."""
AGAIN_AFTER = timedelta(minutes=1)
"""When it is tried again to do what could not be done in this look."""
MOST_AT_ONCE = 500
"""How many groups one round settles."""

CarryOut = Callable[[Session, Group, datetime], datetime | None]
"""Carries out what is due for a locked group until an instant, as of that instant; returns when it
next has something to do. It is called again with what it returned, and must then have less to do.
It never refuses, and takes no locks of people."""

_PUT_OFF = "groups of which something was put off"
_registered: list[CarryOut] = []


class Looking(Protocol):
    """A request, as far as it is needed here: `backend.web.call.Call` is one."""

    @property
    def reader(self) -> Connection: ...

    @property
    def session(self) -> Session: ...

    keeps_changes: bool


def on_settle(carry_out: CarryOut) -> CarryOut:
    """Have something carried out whenever a group is settled, after what was registered before."""
    _registered.append(carry_out)
    return carry_out


def expect(group: Group, at: datetime) -> None:
    """Have a locked group settled at an instant, or before."""
    group.due_at = at if group.due_at is None else min(group.due_at, at)


def try_again_soon(session: Session, group: Group) -> None:
    """Have a group that is being settled looked at again soon: something is held by another.

    From within a `CarryOut`. It is not tried again and again meanwhile, however long it was due.
    """
    session.info.setdefault(_PUT_OFF, set()).add(group.id)


def settle(session: Session, group: Group, now: datetime) -> None:
    """Carry out, for a locked group, all that the clock decided until now, instant by instant.

    What one thing brings about at an instant, the others see before anything later is carried out.
    """
    for _ in range(MOST_STEPS):
        if group.closed_at is not None:
            group.due_at = None
            break
        at = now if group.due_at is None else min(group.due_at, now)
        group.due_at = None
        for carry_out in _registered:
            following = carry_out(session, group, at)
            if following is not None:
                expect(group, following)
        # Written by `expect`, which a type checker does not follow.
        due_at: datetime | None = group.due_at
        if due_at is None or due_at > now:
            break
    put_off: set[UUID] = session.info.get(_PUT_OFF, set())
    if group.id in put_off:
        put_off.discard(group.id)
        if group.closed_at is None:
            expect(group, now + AGAIN_AFTER)
    session.flush()


def is_due(reader: Connection | Session, group_id: UUID, now: datetime) -> bool:
    """Answer whether the clock has decided something for a group that nobody carried out yet."""
    due = select(Group.id).where(
        Group.id == group_id, Group.closed_at.is_(None), Group.due_at <= now
    )
    return reader.execute(due).first() is not None


def settle_if_due(
    looking: Looking | Session, group_id: UUID, now: datetime
) -> Connection | Session:
    """Settle a group if something is due; return what to read with afterwards.

    For reads that must show what the clock made of a group. One cheap query where nothing is due.
    What is settled for a request is kept also where there is nothing left for it to see, as in a
    group that just ended.
    """
    reader = looking if isinstance(looking, Session) else looking.reader
    if not is_due(reader, group_id, now):
        return reader
    session = looking if isinstance(looking, Session) else looking.session
    group = session.scalars(
        select(Group)
        .where(Group.id == group_id, Group.closed_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if group is not None and group.due_at is not None and group.due_at <= now:
        settle(session, group, now)
        if not isinstance(looking, Session):
            looking.keeps_changes = True
    return session


def list_due(reader: Connection | Session, now: datetime) -> list[UUID]:
    """List the groups for which something is due, a round's worth, the longest due first."""
    due = (
        select(Group.id)
        .where(Group.due_at <= now, Group.closed_at.is_(None))
        .order_by(Group.due_at, Group.id)
        .limit(MOST_AT_ONCE)
    )
    return list(reader.execute(due).scalars())
