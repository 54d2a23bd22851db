"""Forget what has served its time while the server runs, and do what nobody came by to do.

Groups that nobody looks at are settled, and series where nobody writes get their next dates. Nobody
has to think of it, and nothing waits for it: whoever comes by does both, too.
"""

import threading
import time
from collections.abc import Callable
from datetime import datetime

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.db import db
from backend.groups.settling import list_due, settle_if_due
from backend.kernel.facts import Fact
from backend.people.purge import purge
from backend.series.extending import extend_running_series, spaces_with_running_series
from backend.spaces.locks import lock_house
from backend.web.edge import edge_of_app

EVERY = 3600.0  # seconds
AFTER_TROUBLE = 60.0  # seconds until the next try when the database was away

log = structlog.get_logger(__name__)


def start_forgetting(application: Flask) -> None:
    """Forget now and every hour from now on, in a thread that ends with this process."""
    threading.Thread(target=keep_forgetting, args=(application,), daemon=True).start()


def keep_forgetting(application: Flask, pause: Callable[[float], None] = time.sleep) -> None:
    """Forget, ``pause`` for so many seconds, and begin again."""
    while True:
        pause(EVERY if forget(application) else AFTER_TROUBLE)


def forget(application: Flask) -> bool:
    """Forget once; log how much, never what. Return False when the database was away.

    Several servers on one database may do this at once.
    """
    with application.app_context():
        try:
            with Session(db.engine) as session:
                now = edge_of_app().clock()
                gone = purge(session, now=now)
                session.commit()
                settled = _settle_groups(session, now)
                extended = _extend_series(session, now)
        except SQLAlchemyError as error:
            log.warning("not_forgotten", error=type(error).__name__)
            return False
        finally:
            # An hour is long to keep a connection that workers could use.
            db.engine.dispose()
    if any(gone.values()):
        log.info("forgotten", **gone)
    if settled:
        log.info("groups_settled", groups=settled)
    if extended:
        log.info("series_extended", series=extended)
    return True


def _settle_groups(session: Session, now: datetime) -> int:
    """Settle the groups for which something is due, each on its own; return how many.

    One that cannot be settled does not keep the others waiting.
    """
    settled = 0
    for group_id in list_due(session, now):
        try:
            settle_if_due(session, group_id, now)
            session.commit()
            settled += 1
        except SQLAlchemyError as error:
            session.rollback()
            log.warning("group_not_settled", error=type(error).__name__)
    return settled


def _extend_series(session: Session, now: datetime) -> int:
    """Make the next dates of series that run until stopped, house by house; return of how many."""
    extended = 0
    for space_id in spaces_with_running_series(session):
        try:
            lock_house(session, space_id)
            extended += extend_running_series(session, [space_id], now=now)
            session.commit()
        except (Fact, SQLAlchemyError) as error:
            session.rollback()
            log.warning("series_not_extended", error=type(error).__name__)
    return extended
