"""Run the embedded PostgreSQL for whoever attaches to it, and for no longer.

with attach() as postgres:
engine = create_engine(postgres.create("neighbours"))
"""

import contextlib
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from backend.db.binaries import NEWEST, CannotRunPostgreSQL
from backend.db.cluster import ROLE, Cluster


def data_home() -> Path:
    """Return where this user's cluster lives unless told otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/neighbours")
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "neighbours"


def attach(
    data_dir: Path | str | None = None, *, version: int = NEWEST, fsync: bool = True
) -> "Attached":
    """Join the users of the cluster in ``data_dir``, starting its server when it does not run.

    ``fsync=False`` trades the safety of the data for speed and is for tests alone; whoever starts
    the server decides it for all. Raise ``CannotRunPostgreSQL`` with words for the person at the
    keyboard.
    """
    home = Path(data_dir).absolute() if data_dir else data_home()
    return Attached(Cluster(home, version, fsync))


class Attached:
    """A place among the users of a cluster; it ends with `close`, or with the process."""

    def __init__(self, cluster: "Cluster") -> None:
        self._cluster = cluster
        self._leaving = threading.Event()
        self._reviving = threading.Lock()
        self._place: int | None = cluster.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def data_dir(self) -> Path:
        """The data folder, of which the cluster is a part."""
        return self._cluster.home

    @property
    def programs(self) -> Path:
        """The folder with ``pg_dump`` and its like, of the very version of the server."""
        return self._cluster.programs

    @property
    def socket_folder(self) -> Path:
        """The folder of the server's socket, the only way in."""
        return self._cluster.sockets

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of ``database``, which may not exist yet."""
        return (
            f"postgresql+psycopg://{ROLE}@/{quote(database)}?host={quote(str(self.socket_folder))}"
        )

    def create(self, database: str) -> str:
        """Return the address of ``database``, made now if it did not exist."""
        self._cluster.create(database)
        return self.url(database)

    def server_pid(self) -> int | None:
        """Return the process id of the server, or ``None`` while it is not there."""
        return self._cluster.server_pid()

    def keep_alive(self) -> None:
        """Bring the server back, in a thread of its own, should its guardian be killed."""
        threading.Thread(target=self._keep_alive, name="keep-postgresql", daemon=True).start()

    def _keep_alive(self) -> None:
        while not self._leaving.is_set():
            self._cluster.wait_for_the_guardian_to_end()
            with self._reviving, contextlib.suppress(CannotRunPostgreSQL, OSError):
                if not self._leaving.is_set():
                    self._cluster.start_again()
            self._leaving.wait(0.5)

    def close(self) -> None:
        """Leave; when nobody else is there, return only once the server has stopped."""
        self._leaving.set()
        with self._reviving:
            pass  # a server that is just coming back should not be stopped half-way
        if self._place is not None:
            place, self._place = self._place, None
            self._cluster.leave(place)
