"""A backup that was never restored is a hope. This is the drill."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from backend.alone import DATABASE, only_one
from backend.db.archive import CannotArchive, back_up, restore
from backend.db.embedded import Attached, attach
from tests.postgres import ROOT, administrator, plain


@pytest.fixture
def empty_url(cluster: Attached) -> Iterator[str]:
    """Return the address of a database without any table."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    yield cluster.create(name)
    with administrator(cluster) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def keep(url: str, words: str) -> None:
    with psycopg.connect(plain(url)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS letters (words text PRIMARY KEY)")
        connection.execute("INSERT INTO letters VALUES (%s)", [words])


def letters(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(plain(url)) as connection:
        return connection.execute("SELECT words FROM letters ORDER BY words").fetchall()


def tables(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(plain(url)) as connection:
        return connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()


def test_what_was_backed_up_comes_back_elsewhere(database_url: str, empty_url: str, tmp_path: Path):
    keep(database_url, "Straße, ‘quoted’ and 🌻")
    back_up(database_url, tmp_path / "backup")
    restore(empty_url, tmp_path / "backup")
    assert letters(empty_url) == letters(database_url) == [("Straße, ‘quoted’ and 🌻",)]
    assert tables(empty_url) == tables(database_url)
    assert len(tables(empty_url)) > 5


def test_a_backup_is_for_its_owner_alone_and_replaces_no_other(database_url: str, tmp_path: Path):
    back_up(database_url, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["backup"]
    with pytest.raises(CannotArchive, match="there already"):
        back_up(database_url, tmp_path / "backup")


def test_what_is_there_is_not_overwritten_without_a_word(database_url: str, tmp_path: Path):
    keep(database_url, "before")
    back_up(database_url, tmp_path / "backup")
    keep(database_url, "after")
    with pytest.raises(CannotArchive, match="--replace"):
        restore(database_url, tmp_path / "backup")
    assert letters(database_url) == [("after",), ("before",)]
    restore(database_url, tmp_path / "backup", replace=True)
    assert letters(database_url) == [("before",)]


def test_what_came_after_the_backup_is_gone_when_it_is_replaced(database_url: str, tmp_path: Path):
    back_up(database_url, tmp_path / "backup")
    keep(database_url, "a table that the backup does not know")
    restore(database_url, tmp_path / "backup", replace=True)
    assert ("letters",) not in tables(database_url)


@pytest.mark.parametrize("part", [0, 0.5, 0.99])
def test_a_backup_that_was_cut_off_changes_nothing(database_url: str, tmp_path: Path, part: float):
    keep(database_url, "before")
    back_up(database_url, tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    (tmp_path / "cut").write_bytes(whole[: int(len(whole) * part)])
    keep(database_url, "after")
    with pytest.raises(CannotArchive, match="pg_restore"):
        restore(database_url, tmp_path / "cut", replace=True)
    assert letters(database_url) == [("after",), ("before",)]


def test_both_scripts_work_on_the_embedded_database_of_a_folder(run_folder: Path, tmp_path: Path):
    home = run_folder / f"archived-{os.getpid()}"
    with attach(home, fsync=False) as postgres:  # held, so that the scripts need not start it
        keep(postgres.create(DATABASE), "mine")

        def script(*words: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-P", "-m", "backend.archiving", *words, f"--data={home}"],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )

        assert script("backup", "letters.backup").returncode == 0
        keep(postgres.url(DATABASE), "later")
        with only_one(home, DATABASE) as note:
            note("http://127.0.0.1:1")
            refused = script("restore", "letters.backup", "--replace")
        assert (refused.returncode, "already running" in refused.stderr) == (1, True)
        refused = script("restore", "letters.backup")
        assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
        done = script("restore", "letters.backup", "--replace")
        assert (done.returncode, done.stderr) == (0, "")
        assert letters(postgres.url(DATABASE)) == [("mine",)]
