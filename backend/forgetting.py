"""Forget what has served its time while the server runs, so that nobody has to think of it."""

import threading
import time
from collections.abc import Callable

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from backend.db import db
from backend.people.purge import purge
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
                gone = purge(session, now=edge_of_app().clock())
                session.commit()
        except SQLAlchemyError as error:
            log.warning("not_forgotten", error=type(error).__name__)
            return False
        finally:
            # An hour is long to keep a connection that workers could use.
            db.engine.dispose()
    if any(gone.values()):
        log.info("forgotten", **gone)
    return True
