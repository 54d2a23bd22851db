"""The contract about oneself and one's neighbours."""

from typing import Any
from uuid import UUID

from backend.kernel.facts import ChangedMeanwhile
from backend.people import queries, service
from backend.people.errors import PersonNotFound
from backend.people.queries import Me
from backend.people.schemas import MeRequest, MeView, PersonView
from backend.web.call import Call
from backend.web.room import Room

people = Room("people", description="Who somebody is here.")

PERSON_EXAMPLE = {
    "id": "0199d0a0-c0de-7000-8000-000000000001",
    "display_name": "Ada Byron",
    "words": "I mend radios and sing alto.",
    "languages": ["en", "cy"],
    "likes_to_bring": "Tea, and a folding chair",
}
ME_EXAMPLE = {
    **PERSON_EXAMPLE,
    "zone": "Europe/London",
    "home": {"latitude": 53.9217, "longitude": -3.0217},
    "email": "ada@example.org",
    "created_at": "2026-03-01T10:00:00Z",
}


@people.get("/me", gives=MeView, answer_example=ME_EXAMPLE)
def get_me(call: Call) -> Me:
    """Read what one says of oneself."""
    return queries.get_me(call.reader, by=call.by)


@people.patch(
    "/me",
    takes=MeRequest,
    gives=MeView,
    refuses=[ChangedMeanwhile],
    example={"words": "I mend radios and sing alto.", "languages": ["en", "cy"]},
    answer_example=ME_EXAMPLE,
)
def change_me(call: Call) -> Me:
    """Change what one says of oneself; what is not sent stays."""
    changes: dict[str, Any] = dict(call.body)
    if "home" in changes:
        home = changes.pop("home") or {}
        changes["home_latitude"] = home.get("latitude")
        changes["home_longitude"] = home.get("longitude")
    person = service.change_me(
        call.session, changes, by=call.by, now=call.now, if_version=call.if_match
    )
    return queries.me_of(person)


@people.delete("/me")
def leave(call: Call) -> None:
    """Leave: signed out everywhere and invisible at once, what is personal erased."""
    service.leave(call.session, by=call.by, now=call.now)


@people.get(
    "/people/<uuid:person_id>",
    gives=PersonView,
    refuses=[PersonNotFound],
    answer_example=PERSON_EXAMPLE,
)
def get_person(call: Call, person_id: UUID) -> Any:
    """Read what a neighbour says of themself."""
    return queries.get_person(call.reader, person_id, by=call.by)
