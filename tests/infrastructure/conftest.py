"""Folders for databases of a test's own."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.alone import DATABASE
from backend.db.embedded import attach
from tests.infrastructure.processes import eventually, family_of


@pytest.fixture
def new_home(run_folder: Path) -> Iterator[Path]:
    """Return where data may be kept; nothing that knows of it may be left after the test.

    Ask for it before ``start_server``, so that its servers are gone when this one looks.
    """
    folder = run_folder / f"serving-{os.getpid()}-{time.monotonic_ns()}"
    yield folder
    nothing_left = eventually(lambda: not family_of(folder))
    assert nothing_left, family_of(folder)


@pytest.fixture
def home(new_home: Path) -> Path:
    """Return a data folder with an empty database, made without waiting for the disk."""
    with attach(new_home, fsync=False) as postgres:
        postgres.create(DATABASE)
    return new_home
