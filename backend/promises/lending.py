"""Keeping what is lent for longer: whoever lends it says until when, whoever borrowed may wish."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.promises import rules
from backend.promises.errors import DueTooEarly
from backend.promises.locking import take_up
from backend.promises.models import Promise
from backend.promises.settling import recount
from backend.promises.states import Verb, giver_of
from backend.promises.telling import tell_other


def extend(
    session: Session, promise_id: UUID, due_at: datetime, *, by: UUID, now: datetime
) -> Promise:
    """Let it be due later, where one lends it; where one borrowed it, ask whether it may be.

    Raises PromiseNotFound, PromiseCannotBecome, and DueTooEarly for what is no later than agreed.
    """
    deal = take_up(session, promise_id, Verb.EXTENSION, by=by, now=now)
    promise, post = deal.promise, deal.post
    handed_over_at = promise.starts_at or now
    if due_at <= max(now, handed_over_at, promise.due_at or now):
        raise DueTooEarly
    promise.version += 1
    if deal.side is not giver_of(promise.facts.kind):
        promise.wished_due_at = due_at
        session.flush()
        tell_other(
            session,
            "promise_extension_wished",
            promise,
            post,
            by=deal.side,
            now=now,
            until=due_at,
            # Whoever wishes again and again is news once a day; the promise says what they wish.
            once=f"extension of promise {promise.id} on {now.date()}",
        )
        return promise
    promise.due_at, promise.wished_due_at = due_at, None
    promise.stands_until = rules.stands_until(promise, post)
    promise.falls_at = rules.falls_at(promise, post)
    recount(session, post, now=now)
    tell_other(session, "promise_extended", promise, post, by=deal.side, now=now, until=due_at)
    return promise
