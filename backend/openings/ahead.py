"""Doing by the way what time has made due, whenever somebody looks at openings."""

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from backend.openings import nearby, rota
from backend.web.call import Call


def looked_ahead(call: Call) -> Connection | Session:
    """Return what to read with, after what time has made due was done by the way."""
    if not nearby.is_something_due(call.reader, now=call.now):
        return call.reader
    rota.look_ahead(call.session, now=call.now)
    return call.session
