"""Run migrations in one transaction, one start at a time."""

from alembic import context
from sqlalchemy import Connection, text

from backend.db import Base, db

ONE_AT_A_TIME = 7_031_995_514_480_211_265
"""The number of the advisory lock; any will do that nobody else uses."""


def run(connection: Connection) -> None:
    """Bring the database behind ``connection`` to the wanted revision."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=True,
        user_module_prefix="types.",
    )
    with context.begin_transaction():
        # Whoever starts at the same moment waits here, and then finds nothing left to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:  # `flask db ...`, inside an application
    with db.engine.connect() as opened:
        run(opened)
        opened.commit()
