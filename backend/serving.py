"""Serve: a database, its newest shape, and workers that answer, all of which end together."""

import argparse
import contextlib
import gc
import logging
import multiprocessing
import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend.alone import DATABASE, SAMPLE_DATABASE, CannotServe, free_port, only_one
from backend.app import create_app
from backend.db import db
from backend.db.binaries import CannotRunPostgreSQL
from backend.db.embedded import attach, data_home
from backend.db.guardian import die_with_parent
from backend.forgetting import start_forgetting
from backend.kernel.clock import utc_now
from backend.people.first import is_anybody_here
from backend.settings import Settings, SettingsError
from backend.web.logs import set_up_logs

MOST_WORKERS = 4
PATIENCE_WITH_NEW_WORKERS = 3.0  # seconds that a new worker has before its old one goes
PATIENCE_WITH_WORKERS = 15  # seconds for a worker to finish its requests before it is killed


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop; return the exit status."""
    # A terminal that closes, and `kill`, should end this as calmly as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    given = _parser().parse_args(arguments)
    try:
        _serve(given)
    except (CannotServe, CannotRunPostgreSQL, SettingsError) as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/serve", description="Serve the neighbourhood to its phones."
    )
    add = parser.add_argument
    add("--sample", action="store_true", help="a made-up neighbourhood, to look around in")
    add("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    add("--port", type=int, default=8000, help="the port (default: %(default)s; 0: any free one)")
    add("--workers", type=int, default=min(os.cpu_count() or 1, MOST_WORKERS), metavar="N")
    add("--data", type=Path, metavar="DIR", help="where the embedded database lives")
    return parser


def _serve(given: argparse.Namespace) -> None:
    settings = Settings.from_environment()
    if given.sample and settings.database_url:
        raise CannotServe(
            "DATABASE_URL is set, and made-up people never go into a database of your own. "
            "Unset it to use --sample."
        )
    data = (given.data or Path(settings.data_dir or data_home())).absolute()
    with contextlib.ExitStack() as stack:
        if settings.database_url:
            url, name = settings.database_url, ""
        else:
            name = SAMPLE_DATABASE if given.sample else DATABASE
            note = stack.enter_context(only_one(data, name))
            attached = stack.enter_context(attach(data))
            attached.keep_alive()
            url = attached.create(name)
        port = free_port(given.host, given.port)
        address = f"http://{f'[{given.host}]' if ':' in given.host else given.host}:{port}"
        if name:
            note(address)
        # The workers read the same settings from the same place: the environment.
        os.environ.update(
            DATABASE_URL=url,
            DATA_DIR=str(data),
            PUBLIC_URL=settings.public_url or address,
            # Only made-up people may have their codes shown, whatever the environment says.
            SHOW_SIGN_IN_CODES="true" if given.sample else "false",
        )
        _migrate(url)
        # What is wrong with the settings is said here, once, and not by every worker in turn.
        settings = Settings.from_environment()
        application = create_app(settings)
        if given.sample:
            lines = _sample_lines(application, address)
        else:
            lines = _lines(application, address, given.data)
        set_up_logs(settings.log_level)
        start_forgetting(application)
        _listen(given.host, port, given.workers, settings.database_pool_size, lines)


def _migrate(url: str) -> None:
    # Workers import this module too, and have no use for Alembic.
    from backend.db.migrating import migrate

    try:
        migrate(url)
    except OperationalError as error:
        raise CannotServe(f"The database does not answer: {error.orig}") from error


def _sample_lines(application: Flask, address: str) -> list[str]:
    """Plant the made-up neighbourhood the first time; return what to try in it."""
    # A real server has no use for it, and should not hold it in memory.
    from backend.sample.first_steps import first_steps
    from backend.sample.planting import plant

    with application.app_context(), Session(db.engine) as session:
        plant(session, now=utc_now())
        steps = first_steps(session, address=address, now=utc_now())
        session.commit()
        db.engine.dispose()
    return [
        f"Neighbours is at {address} (a sample: everybody and everything in it is made up)",
        f"The contract, to read and to try: {address}/docs",
        "",
        *(["Lines to paste into another terminal.", "", *_spaced(steps)] if steps else []),
        "Ctrl-C stops all of it; the data stays.",
    ]


def _spaced(steps: Sequence[str]) -> Iterator[str]:
    # An empty line around each command keeps it apart from what is only to be read.
    for step in steps:
        yield from (step, "")


def _lines(application: Flask, address: str, data: Path | None) -> list[str]:
    """Return what whoever starts a real server should know, and what to do first."""
    with application.app_context(), Session(db.engine) as session:
        nobody = not is_anybody_here(session)
        db.engine.dispose()
    lines = [
        f"Neighbours is at {address}",
        f"The contract, to read and to try: {address}/docs",
    ]
    if nobody:
        where = f"DATA_DIR={shlex.quote(str(data.absolute()))} " if data else ""
        lines.append(f'Nobody lives here yet. To be the first: {where}scripts/invite "Your name"')
    return [*lines, "Ctrl-C stops all of it; the data stays."]


def _listen(host: str, port: int, workers: int, threads: int, lines: Sequence[str]) -> None:
    # A new interpreter for each worker: what this one holds, threads and locks, is not copied.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "backend.app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=PATIENCE_WITH_NEW_WORKERS,
        workers_kill_timeout=PATIENCE_WITH_WORKERS,
        websockets=False,
    )
    # It warns about more threads than processors; ours mostly wait for the database.
    logging.getLogger("_granian").addFilter(lambda said: "Python threads" not in said.getMessage())
    if sys.stdin is not None and sys.stdin.isatty():
        # Closing the terminal ends it; a service manager's SIGHUP renews the workers one by one.
        server.on_startup(lambda: _end_on_hangup(server.signal_handler_interrupt))
    threading.Thread(target=_welcome, args=(host, port, lines), daemon=True).start()
    server.serve(target_loader=partial(worker_application, os.getpid()), wrap_loader=False)


def _end_on_hangup(handler: Callable[..., Any]) -> None:
    signal.signal(signal.SIGHUP, handler)


def worker_application(master: int) -> Callable[..., Any]:
    """Make the application inside a worker whose life is tied to that of its ``master``."""
    end_with(master)
    # Ctrl-C goes to everybody in the group in front of the terminal. The master stops its workers
    # itself, and a worker that is told twice may get stuck.
    os.setpgid(0, 0)
    settings = Settings.from_environment()
    set_up_logs(settings.log_level)
    application = create_app(settings)
    # What every request uses is never garbage; the collector need not look through it.
    gc.collect()
    gc.freeze()
    return application


def end_with(parent: int) -> None:
    """End this process when its parent ends, also when that happened before we asked."""
    if sys.platform.startswith("linux"):
        die_with_parent(signal.SIGKILL, parent)()
    else:
        threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _welcome(host: str, port: int, lines: Sequence[str]) -> None:
    """Say where the server is, once it answers there."""
    while not _answers(host, port):
        time.sleep(0.05)
    print("\n".join(lines), flush=True)


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=5)  # "0.0.0.0" reaches this machine as well
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
