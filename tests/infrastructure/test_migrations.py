"""What the migrations make is what the models describe."""

import subprocess
import sys

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool

from backend import app
from backend.db import Base
from backend.db.embedded import Attached
from backend.db.migrating import heads
from tests.postgres import ROOT


def test_migrations_have_one_head():
    assert len(heads()) == 1


def test_migrations_make_what_the_models_describe(database_url: str):
    assert app, "importing the application imports every model"
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection:
        migrations = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(migrations, Base.metadata) == []


def test_two_starts_at_once_migrate_once(cluster: Attached):
    url = cluster.create("migrated_by_two")
    command = "import sys; from backend.db.migrating import migrate; migrate(sys.argv[1])"
    starts = [subprocess.Popen([sys.executable, "-c", command, url], cwd=ROOT) for _ in range(3)]
    assert [start.wait(60) for start in starts] == [0, 0, 0]
    tables = inspect(create_engine(url, poolclass=NullPool)).get_table_names()
    assert set(Base.metadata.tables) <= set(tables)
