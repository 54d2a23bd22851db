"""An opening and a date of it, as the contract shows them."""

from typing import Any

DATE: dict[str, Any] = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0d1",
    "opening_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0d0",
    "on": "2027-03-04",
    "starts_at": "2027-03-04T14:00:00Z",
    "ends_at": "2027-03-04T16:00:00Z",
    "space": {
        "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002",
        "name": "St Anne's hall",
        "kind": "hall",
        "zone": "Europe/London",
        "point": {"latitude": 53.9231, "longitude": -3.0154},
    },
    "shown_as": "Tea and company",
    "words": "",
    "state": "planned",
    "places": None,
    "coming": 7,
    "i_may_come": True,
    "i_knocked": False,
    "i_open": False,
    "i_close": False,
    "openers": 1,
    "closers": 0,
    "rota": None,
    "knocks": None,
    "door": {"address": "Church Lane 4", "latitude": 53.9231, "longitude": -3.0154},
    "can": ["may_not_come", "openers"],
    "next": {"at": "2027-03-04T14:00:00Z", "becomes": "open"},
    "says": "Open to everybody on Thursday 4 March, 14:00 to 16:00. Just come in.",
}
OPENING: dict[str, Any] = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0d0",
    "version": 1,
    "space": DATE["space"],
    "rrule": "FREQ=WEEKLY;BYDAY=TH",
    "first_on": "2027-03-01",
    "from": "14:00",
    "until": "16:00",
    "shown_as": "Tea and company",
    "places": None,
    "door": None,
    "is_mine": False,
    "dates": [DATE],
    "can": [],
    "next": DATE["next"],
    "says": DATE["says"],
}
KNOCK: dict[str, Any] = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0d2",
    "first_name": "Ben",
    "knocked_at": "2027-03-04T14:10:00Z",
    "welcomed_at": None,
}
