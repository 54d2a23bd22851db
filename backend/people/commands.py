"""Commands for whoever keeps the machine alive; none of them shows anything about anybody."""

import click
from flask.cli import with_appcontext

from backend.db import db
from backend.people import keys
from backend.people.purge import purge
from backend.web.edge import edge_of_app


@click.command("purge")
@with_appcontext
def purge_command() -> None:
    """Forget spent codes, old invitations, ended sessions and old answers."""
    gone = purge(db.session(), now=edge_of_app().clock())
    db.session.commit()
    click.echo(", ".join(f"{count} {what}" for what, count in gone.items()))


@click.command("rotate-keys")
@with_appcontext
def rotate_keys_command() -> None:
    """Sign with a new key from now on; nobody is signed out."""
    key = keys.rotate_keys(db.session(), now=edge_of_app().clock())
    db.session.commit()
    click.echo(f"Key {key.id} signs from now on.")


COMMANDS = (purge_command, rotate_keys_command)
