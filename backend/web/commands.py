"""The command that keeps the checked-in contract as the program is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from backend.web.documents import contract_of

CHECKED_IN = Path(__file__).resolve().parents[2] / "mobile_api_spec" / "openapi.json"
MOST_DIFFERENCES = 40


def written(document: dict[str, Any]) -> str:
    """Return the contract as it is checked in."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def differences(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Yield what differs between two documents, one line for each place."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in [*old, *(name for name in new if name not in old)]:
            # Paths have slashes of their own, so the parts are set apart by spaces.
            place = f"{where} {name}".strip()
            if name not in new:
                yield f"- {place}"
            elif name not in old:
                yield f"+ {place}"
            else:
                yield from differences(old[name], new[name], place)
    elif old != new:
        yield f"~ {where}: {_short(old)} -> {_short(new)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "..."


@click.command("contract")
@click.option("--check", is_flag=True, help="Change nothing; fail when it differs.")
@click.option(
    "--file", "path", type=click.Path(path_type=Path), default=CHECKED_IN, show_default=True
)
@with_appcontext
def contract_command(check: bool, path: Path) -> None:
    """Write the contract as the program has it to mobile_api_spec/openapi.json."""
    document = contract_of(current_app)
    text = written(document)
    if not check:
        path.write_text(text, encoding="utf-8")
        click.echo(f"{path} has {len(document['paths'])} paths.")
        return
    checked_in = path.read_text(encoding="utf-8") if path.exists() else "{}"
    if checked_in == text:
        return
    found = list(differences(json.loads(checked_in), document)) or ["~ order or layout"]
    for line in found[:MOST_DIFFERENCES]:
        click.echo(line, err=True)
    if len(found) > MOST_DIFFERENCES:
        click.echo(f"... and {len(found) - MOST_DIFFERENCES} more", err=True)
    raise click.ClickException(
        f"{path.name} is not what the program says. If that was meant: flask contract, and a line "
        "in mobile_api_spec/CHANGELOG.md."
    )


COMMANDS = (contract_command,)
