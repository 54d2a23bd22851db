"""What ``scripts/backup`` and ``scripts/restore`` do, for whichever database is served."""

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from backend.alone import DATABASE, SAMPLE_DATABASE, CannotServe, only_one
from backend.db.archive import CannotArchive, back_up, restore
from backend.db.binaries import CannotRunPostgreSQL
from backend.db.embedded import attach, data_home
from backend.settings import Settings, SettingsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Back up or restore; return the exit status."""
    given = _parser().parse_args(arguments)
    try:
        _archive(given)
    except (CannotArchive, CannotServe, CannotRunPostgreSQL, SettingsError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts", description="Back up and restore.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    backup = verbs.add_parser("backup", help="write everything into a file, also while serving")
    putting_back = verbs.add_parser("restore", help="put a backup back, all of it or nothing")
    for verb in (backup, putting_back):
        verb.add_argument("file", type=Path)
        verb.add_argument("--sample", action="store_true", help="of the made-up neighbourhood")
        verb.add_argument("--data", type=Path, metavar="DIR", help="where the database lives")
    putting_back.add_argument(
        "--replace", action="store_true", help="in place of what is there now, which is lost"
    )
    return parser


def _archive(given: argparse.Namespace) -> None:
    settings = Settings.from_environment()
    with contextlib.ExitStack() as stack:
        url = settings.database_url
        if not url:
            data = (given.data or Path(settings.data_dir or data_home())).absolute()
            name = SAMPLE_DATABASE if given.sample else DATABASE
            if given.verb == "restore":
                # Nobody may be served from a database that is being put back.
                stack.enter_context(only_one(data, name))
            url = stack.enter_context(attach(data)).create(name)
        if given.verb == "backup":
            back_up(url, given.file.absolute())
            print(f"Everything is in {given.file}. Keep it as you would keep the people's letters.")
        else:
            restore(url, given.file.absolute(), replace=given.replace)
            print(f"What was in {given.file} is in the database.")


if __name__ == "__main__":
    sys.exit(main())
