"""Back a database up into one file, and put it back in one transaction."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from backend.db.binaries import FOLDERS, NEWEST, programs
from backend.db.migrating import migrate


class CannotArchive(Exception):
    """A backup or a restore cannot be done; the message says why and what would help."""


def back_up(url: str, file: Path) -> None:
    """Write all that is in the database at ``url`` into ``file``, as of one moment.

    The file holds what people entrusted to us: it is readable by its owner alone.
    """
    if file.exists():
        raise CannotArchive(f"{file} is there already. Choose another name, or move it away.")
    version = _server_version(url)
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        unfinished.touch(mode=0o600)
        unfinished.chmod(0o600)
        _run(
            url,
            version,
            ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}"],
        )
        unfinished.rename(file)
    except OSError as error:
        raise CannotArchive(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(url: str, file: Path, *, replace: bool = False) -> None:
    """Put a backup into the database at ``url``, all of it or nothing, and bring it up to date.

    A database with tables in it is refused unless ``replace`` says that they may go.
    """
    if not file.is_file():
        raise CannotArchive(f"There is no file {file}.")
    version = _server_version(url)
    schemas = _schemas(url)
    if _has_tables(url) and not replace:
        raise CannotArchive(
            "There are tables in the database. With --replace, the backup takes their place and "
            "what is there now is lost."
        )
    with tempfile.TemporaryDirectory() as folder:
        # Read to its end first: what is cut off must not be half restored.
        script = Path(folder) / "restore.sql"
        script.touch(mode=0o600)
        read = ["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file)]
        _run(None, version, read)
        write = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--output=/dev/null"]
        write += ["--set=ON_ERROR_STOP=1"]
        for schema in schemas:
            write.append(f"--command=DROP SCHEMA {sql.Identifier(schema).as_string()} CASCADE")
        write += ["--command=CREATE SCHEMA public", f"--file={script}"]
        _run(url, version, write)
    migrate(url)


def _run(url: str | None, version: int, command: list[str]) -> None:
    """Run one of PostgreSQL's programs; a password never becomes an argument that all can see."""
    environment = dict(os.environ)
    program, *arguments = command
    if url is not None:
        address = make_url(url).set(drivername="postgresql")
        if address.password:
            environment["PGPASSWORD"] = str(address.password)
        arguments.append(f"--dbname={_without_password(address)}")
    done = subprocess.run(
        [_program(program, version), *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise CannotArchive(f"{program} says:\n{done.stderr.strip()}")


def _without_password(address: URL) -> str:
    # `set` takes None for "leave it", so the password has to go another way.
    return address._replace(password=None).render_as_string(hide_password=False)


def _program(name: str, version: int) -> str:
    """Return the program that fits the server: an older one refuses, a newer one says too much."""
    if version <= NEWEST:
        return str(programs(version if version in FOLDERS else NEWEST) / name)
    found = shutil.which(name)
    if found is None:
        raise CannotArchive(f"PostgreSQL {version} needs a {name} of its own version in the PATH.")
    return found


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    address = make_url(url).set(drivername="postgresql")
    try:
        return psycopg.connect(address.render_as_string(hide_password=False), connect_timeout=10)
    except psycopg.OperationalError as error:
        raise CannotArchive(f"The database does not answer: {error}") from error


def _server_version(url: str) -> int:
    with _connect(url) as connection:
        return connection.info.server_version // 10_000


def _schemas(url: str) -> list[str]:
    with _connect(url) as connection:
        found = connection.execute(
            "SELECT nspname FROM pg_namespace "
            "WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
        )
        return [str(name) for (name,) in found]


def _has_tables(url: str) -> bool:
    with _connect(url) as connection:
        found = connection.execute(
            "SELECT FROM pg_tables WHERE schemaname !~ '^pg_' "
            "AND schemaname <> 'information_schema' LIMIT 1"
        )
        return found.fetchone() is not None
