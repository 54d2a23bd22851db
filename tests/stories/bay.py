"""Three hundred neighbours on a bay, fourteen of whom have their phones out, and how they decide.

bay = on_the_bay(Month(clock, neighbour), app)
bay.shed = bay.wim.does("/v1/groups", {"name": "Men's shed", ...})
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import insert, select

from backend.db import db
from backend.decisions.voting import cast_ballot
from backend.groups.models import Membership
from backend.groups.service import lock_group
from backend.groups.settling import expect
from backend.groups.states import Shows
from backend.kernel.ids import new_id
from backend.people.models import Person
from backend.people.sessions import start_session
from tests.people.arrivals import Neighbour
from tests.stories.residents import Month, Resident

MIDDLE = {"latitude": 53.9231, "longitude": -3.0154}
NAMES = {
    "wim": "Wim Aalders",
    "bea": "Bea Lund",
    "dov": "Dov Katz",
    "emre": "Emre Tan",
    "fay": "Fay Osei",
    "gil": "Gil Reyes",
    "hanne": "Hanne Berg",
    "ida": "Ida Kroll",
    "joss": "Joss Merton",
    "kemi": "Kemi Ade",
    "lars": "Lars Holm",
    "mina": "Mina Rao",
    "nell": "Nell Byrne",
    "olu": "Olu Bello",
}
THE_OTHERS = 300 - len(NAMES)
SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


class Bay(SimpleNamespace):
    """Who lives on the bay, by first name; the time; the groups; and what is kept of them."""

    month: Month
    app: Flask
    others: list[UUID]
    """Those who joined the neighbourhood and seldom have their phones out."""

    def becomes(self, words: str) -> None:
        """Let the time pass until a moment such as "Thursday 5 March, 20:00"."""
        self.month.becomes(words)

    def passes(self, **time: float) -> None:
        """Let some time pass."""
        self.month.clock.now += timedelta(**time)

    def until(self, instant: str, **more: float) -> None:
        """Let the time pass until an instant that an answer gave, and a little more."""
        self.month.clock.now = datetime.fromisoformat(instant) + timedelta(**more)

    def counts(self, name: str) -> int:
        """Return how many belong to a group now, and keep it for the picture."""
        members: int = self.hanne.sees(getattr(self, name))["members"]
        self.counted[name].append([self.month.clock().isoformat(), members])
        return members

    def told_of(self, name: str, by: Resident) -> dict[str, Any]:
        """Return all that the picture needs of a group, as one of its members sees it."""
        path, now = getattr(self, name), self.month.clock()
        met = self.evenings if name == "shed" else []
        return {
            "name": by.sees(path)["name"],
            "members": self.counted[name],
            "record": self.records[name],
            "decisions": by.sees(f"{path}/decisions?limit=100")["items"],
            "draws": by.sees(f"{path}/draws?limit=100")["items"],
            "meetings": [
                each["starts_at"] for each in met if datetime.fromisoformat(each["ends_at"]) <= now
            ],
        }

    def all_but(self, *out: str) -> list[Resident]:
        """Return those with their phones out, without some."""
        return [getattr(self, short) for short in NAMES if short not in out]


def on_the_bay(month: Month, app: Flask) -> Bay:
    """Let fourteen neighbours come in, and say where they live."""
    bay = Bay(month=month, app=app, others=[], counted={"bay": [], "shed": []})
    for short, name in NAMES.items():
        setattr(bay, short, month.resident(name))
    return bay


def plant_the_others(bay: Bay, group_id: str, founder: UUID) -> None:
    """Let all the others belong to a group, as if each had joined it with one tap."""
    now = bay.month.clock()
    bay.others = [new_id() for _ in range(THE_OTHERS)]
    with bay.app.app_context():
        session = db.session()
        session.execute(
            insert(Person),
            [
                {
                    "id": each,
                    "version": 1,
                    "display_name": f"Neighbour Number{number}",
                    "words": "",
                    "likes_to_bring": "",
                    "languages": [],
                    "created_at": now,
                }
                for number, each in enumerate(bay.others)
            ],
        )
        belong = {"group_id": group_id, "joined_at": now, "shows": Shows.FIRST_NAME.value}
        session.execute(
            insert(Membership),
            [{**belong, "person_id": each, "household": ""} for each in bay.others],
        )
        # Joining one by one would have said so when the first of many made it a seat more.
        expect(lock_group(session, UUID(group_id), by=founder, now=now), now)
        session.commit()


def takes_out_a_phone(bay: Bay, person_id: UUID | str) -> Resident:
    """Return one of the others, who seldom have their phones out, signed in."""
    person_id = UUID(str(person_id))
    with bay.app.app_context():
        session = db.session()
        somebody = session.scalars(select(Person).where(Person.id == person_id)).one()
        signed_in = start_session(session, somebody, device_name="Old phone", now=bay.month.clock())
        name = somebody.display_name
        session.commit()
    phone = Neighbour(bay.app.test_client(), signed_in, person_id)
    resident = Resident(name, phone, bay.month.clock)
    bay.month.people.append(resident)
    return resident


def vote_of_the_others(bay: Bay, decision: dict[str, Any], votes: Iterable[str]) -> None:
    """Let so many of the others vote, with the verb that their phones would call."""
    with bay.app.app_context():
        session = db.session()
        for person_id, vote in zip(bay.others, votes, strict=False):
            now = bay.month.clock()
            cast_ballot(session, UUID(decision["id"]), {"vote": vote}, by=person_id, now=now)
        session.commit()


def proposes(somebody: Resident, group: str, title: str, **more: Any) -> dict[str, Any]:
    """Propose something to a group, and return it as it is seen then."""
    return somebody.does(f"{group}/decisions", {"title": title, **more})


def votes(decision: dict[str, Any], vote: Any, *people: Resident) -> None:
    """Let some people vote the same."""
    choice = vote if isinstance(vote, dict) else {"vote": vote}
    for each in people:
        each.does(f"/v1/decisions/{decision['id']}/ballot", choice, method="PUT")


def sees(somebody: Resident, decision: dict[str, Any]) -> dict[str, Any]:
    """Let somebody look at a decision."""
    return somebody.sees(f"/v1/decisions/{decision['id']}")


def is_verified(script: str, folder: Path, *documents: dict[str, Any]) -> bool:
    """Answer whether a script, with nothing but Python, finds all well in what was taken home."""
    paths = []
    for number, document in enumerate(documents):
        path = folder / f"{script}{number}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        paths.append(str(path))
    command = [sys.executable, "-I", "-S", str(SCRIPTS / script), *paths]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def asks_to_join(somebody: Resident, group: str, answer: str) -> str:
    """Ask a group to let somebody in, and return the path of the wish."""
    asked = somebody.does(f"{group}/join_requests", {"answers": [answer]})
    return f"/v1/join_requests/{asked['id']}"
