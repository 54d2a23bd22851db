"""Flask's commands for whoever keeps the machine alive: ``scripts/flask --help``."""

import contextlib
import os
import sys
from pathlib import Path

from flask import Flask
from flask.cli import FlaskGroup
from flask_migrate import Migrate

from backend.alone import DATABASE, SAMPLE_DATABASE
from backend.app import create_app
from backend.db import db
from backend.db.binaries import CannotRunPostgreSQL
from backend.db.embedded import attach, data_home
from backend.db.migrating import MIGRATIONS
from backend.settings import Settings, SettingsError

NO_DATABASE = {"contract", "routes", "--help"}
"""What works without a database, and should not start one."""


def main() -> None:
    """Carry out one command on the database that is served; ``--sample`` first for the sample."""
    words = sys.argv[1:]
    name = DATABASE
    if words[:1] == ["--sample"]:
        name = SAMPLE_DATABASE
        del words[0]
    try:
        with contextlib.ExitStack() as stack:
            settings = Settings.from_environment()
            if not settings.database_url:
                url = "postgresql+psycopg://"
                if not NO_DATABASE & set(words):
                    home = Path(settings.data_dir or data_home())
                    url = stack.enter_context(attach(home)).create(name)
                os.environ["DATABASE_URL"] = url
            group = FlaskGroup(create_app=_application, add_default_commands=False)
            group.main(words, prog_name="scripts/flask")
    except (CannotRunPostgreSQL, SettingsError) as reason:
        sys.exit(str(reason))


def _application() -> Flask:
    app = create_app(Settings.from_environment())
    # For `scripts/flask db`; a server has no use for it.
    Migrate(app, db, directory=str(MIGRATIONS))
    return app


if __name__ == "__main__":
    main()
