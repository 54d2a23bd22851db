"""The database: one engine, one base class, one way to read."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, Uuid
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from backend.kernel.ids import new_id
from backend.settings import Settings

CONVENTION = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(constraint_name)s",
}


class Base(DeclarativeBase):
    """What every table's class derives from. Instants are aware, ids are UUIDs."""

    registry = registry(
        metadata=MetaData(naming_convention=CONVENTION),
        type_annotation_map={datetime: DateTime(timezone=True), UUID: Uuid()},
    )
    metadata = registry.metadata


class HasId:
    """A thing with an id of its own, which a phone may have made while offline."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class HasVersion:
    """A thing that several people may change: its version goes up with every change."""

    version: Mapped[int] = mapped_column(default=1)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def engine_options(settings: Settings) -> dict[str, Any]:
    """Return how a worker talks to PostgreSQL."""
    return {
        "pool_size": settings.database_pool_size,
        "max_overflow": 4,
        "pool_timeout": 10,
        "pool_pre_ping": False,
        "connect_args": {
            "connect_timeout": 5,
            # One forgotten writer would hold up everybody's feed.
            "options": "-c idle_in_transaction_session_timeout=30s -c lock_timeout=10s "
            "-c statement_timeout=30s -c timezone=UTC",
        },
    }


def reading_engine() -> Engine:
    """Return the engine for plain reads: no transaction is opened and none has to be ended."""
    return _reading(db.engine)


@lru_cache(maxsize=1)
def _reading(engine: Engine) -> Engine:
    # One application in a process has one engine; options on it are worked out once.
    return engine.execution_options(isolation_level="AUTOCOMMIT")
