"""Examples for the contract."""

from typing import Any

ID = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0a1"
WISH: dict[str, Any] = {
    "rrule": "FREQ=WEEKLY;COUNT=2",
    "starts_at": "2027-03-25T18:00",
    "duration_minutes": 120,
}
DATE: dict[str, Any] = {
    "on": "2027-03-25",
    "starts_at": "2027-03-25T18:00:00Z",
    "ends_at": "2027-03-25T20:00:00Z",
    "outcome": "booked",
    "booking_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001",
    "wait_id": None,
    "state": "confirmed",
    "code": None,
    "says": None,
    "suggestions": [],
}
SUGGESTION = {
    "space_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002",
    "name": None,
    "distance_metres": None,
    "starts_at": "2027-04-01T19:00:00Z",
    "ends_at": "2027-04-01T21:00:00Z",
}
SKIPPED: dict[str, Any] = {
    "on": "2027-04-01",
    "starts_at": "2027-04-01T17:00:00Z",
    "ends_at": "2027-04-01T19:00:00Z",
    "outcome": "skipped",
    "booking_id": None,
    "wait_id": None,
    "state": None,
    "code": "space_already_booked",
    "says": "Somebody has it then. Have a look at the suggestions.",
    "suggestions": [SUGGESTION],
}
SERIES: dict[str, Any] = {
    "id": ID,
    "version": 1,
    "space": {
        "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002",
        "name": "St Anne's hall",
        "kind": "hall",
        "zone": "Europe/London",
    },
    **WISH,
    "people": 12,
    "alone": False,
    "what_for": "Choir practice",
    "shown_as": "Choir, come along",
    "until_stopped": False,
    "renew_by": None,
    "state": "standing",
    "is_mine": True,
    "booked_by": None,
    "group": None,
    "ended_words": None,
    "created_at": "2027-02-20T09:12:44Z",
    "ahead": 1,
    "dates": [DATE, {**SKIPPED, "suggestions": []}],
    "hands": None,
    "can": ["change", "cancellation"],
    "next": {"at": "2027-03-25T20:00:00Z", "becomes": "over"},
    "says": "St Anne's hall is yours one more time, on Thursday 25 March, 18:00.",
}
ENDED = {**SERIES, "version": 2, "state": "cancelled", "ahead": 0, "dates": [], "can": []}
