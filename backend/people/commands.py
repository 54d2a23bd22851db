"""Commands for whoever keeps the machine alive; none of them shows anything about anybody."""

import click
from flask import current_app
from flask.cli import with_appcontext

from backend.db import db
from backend.kernel.letters import is_visible
from backend.people import keys, rules
from backend.people.doors import Doors
from backend.people.errors import TooManyInvitations
from backend.people.first import SomebodyIsHere, let_in_the_first
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


@click.command("invite")
@click.argument("name")
@with_appcontext
def invite_command(name: str) -> None:
    """Let the very first person in, called NAME. Later on, neighbours invite each other."""
    name = rules.tidy_name(name)
    if not is_visible(name):
        raise click.ClickException("A name has something to see in it.")
    try:
        code = let_in_the_first(db.session(), display_name=name, now=edge_of_app().clock())
    except SomebodyIsHere:
        raise click.ClickException(
            "Somebody lives here already: ask them for an invitation, from their phone."
        ) from None
    except TooManyInvitations:
        raise click.ClickException("That was often enough for one day.") from None
    db.session.commit()
    doors: Doors = current_app.extensions["doors"]
    minutes = rules.INVITATION_LIVES["own_phone"].total_seconds() / 60
    click.echo(f"{name} comes in with this invitation, once, in the next {minutes:.0f} minutes:")
    click.echo(f"  {code}")
    if doors.public_url:
        click.echo(f"  {doors.public_url.rstrip('/')}/join#{code}")


COMMANDS = (purge_command, rotate_keys_command, invite_command)
