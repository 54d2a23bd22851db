"""The command that makes the next dates of running series, for houses where nobody writes."""

import click
from flask.cli import with_appcontext

from backend.db import db
from backend.series.extending import extend_running_series, spaces_with_running_series
from backend.spaces.locks import lock_house
from backend.web.edge import edge_of_app


@click.command("extend-series")
@with_appcontext
def extend_series_command() -> None:
    """Make the next dates of series that run until stopped; doing so twice changes nothing."""
    session = db.session()
    extended = 0
    for space_id in spaces_with_running_series(session):
        lock_house(session, space_id)
        extended += extend_running_series(session, [space_id], now=edge_of_app().clock())
        # Each house by itself, so that nobody waits for all of them.
        session.commit()
    click.echo(f"{extended} series went on.")


COMMANDS = (extend_series_command,)
