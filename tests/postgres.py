"""A PostgreSQL for the run and a database for each test.

One cluster serves the whole run: pytest-xdist's workers attach to the same folder, and the last of
them to leave stops it. The newest shape is made once, in a template, which is copied in 0.05 s.
"""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from backend.db.binaries import NEWEST
from backend.db.embedded import Attached, attach
from backend.db.migrating import migrate

ROOT = Path(__file__).resolve().parent.parent
VERSION = int(os.environ.get("TEST_POSTGRES", NEWEST))
TEMPLATE = "template_of_tests"
ROOM_IN_MEMORY = 6 * 2**30  # bytes; the log of the transactions alone may take 4 of them


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Return a folder for the whole run, which the user that PostgreSQL runs as can enter."""
    worker = getattr(request.config, "workerinput", None)
    run = worker["testrunuid"] if worker else uuid.uuid4().hex
    folder = roomy_folder() / f"neighbours-tests-{run[:12]}"
    folder.mkdir(mode=0o711, exist_ok=True)
    with (folder / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield folder
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another worker is still at it, and will clear up
    shutil.rmtree(folder, ignore_errors=True)


def roomy_folder() -> Path:
    """Return a folder in memory where there is one with room, else the one for temporary files.

    A database is some 900 files; copying them takes 0.02 s in memory, and 0.6 s on some disks.
    """
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_IN_MEMORY:
        return memory
    return Path(tempfile.gettempdir())


@pytest.fixture(scope="session")
def cluster(run_folder: Path) -> Iterator[Attached]:
    """Return the PostgreSQL of this run, without ``fsync``: its data dies with the run anyway."""
    with attach(run_folder / "pg", version=VERSION, fsync=False) as attached:
        yield attached


@pytest.fixture(scope="session")
def template(cluster: Attached, run_folder: Path) -> str:
    """Return the name of a database with every table and nothing in them, to be copied."""
    with (run_folder / "template.lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        migrate(cluster.create(TEMPLATE))
    return TEMPLATE


@contextmanager
def copied_database(cluster: Attached, template: str) -> Iterator[str]:
    """Give the address of a fresh copy of ``template``, dropped afterwards."""
    copy = sql.Identifier(f"test_{uuid.uuid4().hex[:16]}")
    with administrator(cluster) as connection:
        # Copying files is slow only where they are fsynced, and here they are not.
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                copy, sql.Identifier(template)
            )
        )
    try:
        yield cluster.url(copy.as_string().strip('"'))
    finally:
        with administrator(cluster) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(copy))


def administrator(cluster: Attached) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection beside all test databases."""
    return psycopg.connect(plain(cluster.url("postgres")), autocommit=True)


def plain(url: str) -> str:
    """Return SQLAlchemy's address as psycopg and ``pg_dump`` read it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@pytest.fixture
def database_url(cluster: Attached, template: str) -> Iterator[str]:
    """Return the address of a migrated, empty database of this test's own."""
    with copied_database(cluster, template) as url:
        yield url


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """Return a session on the test's database. Nothing is committed unless the test does."""
    engine = create_engine(database_url, poolclass=NullPool)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
