"""Bring a database to the newest shape, and say whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def configuration() -> Config:
    """Return Alembic's configuration, the same from any working directory."""
    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def heads() -> list[str]:
    """Return the newest revisions; there should be one."""
    return list(ScriptDirectory.from_config(configuration()).get_heads())


def migrate(url: str) -> None:
    """Carry out the migrations that the database has not seen; two at once are safe.

    Raise ``sqlalchemy.exc.OperationalError`` when there is no database at ``url``.
    """
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": 10})
    config = configuration()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
