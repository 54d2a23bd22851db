"""Examples for the contract."""

from typing import Any

MEETING_ID = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0b1"
PERSON = {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0b2", "name": "Ada"}
MEETING: dict[str, Any] = {
    "id": MEETING_ID,
    "version": 1,
    "group": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be005", "name": "Men's shed"},
    "title": "Mending evening",
    "words": "Bring what is broken.",
    "starts_at": "2027-03-04T18:00",
    "zone": "Europe/London",
    "rrule": "FREQ=WEEKLY",
    "duration_minutes": 120,
    "space": {"id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002", "name": "St Anne's hall"},
    "where": "Round the back",
    "room_for": 12,
    "opens_up": True,
    "called_by": PERSON,
    "is_mine": True,
    "booking_id": None,
    "series_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0a1",
    "created_at": "2027-02-20T09:12:44Z",
    "ended_at": None,
    "next_on": "2027-03-04",
    "next_at": "2027-03-04T18:00:00Z",
    "booked": [],
    "can": ["answer", "change", "end"],
    "says": "Mending evening is next on Thursday 4 March, 18:00.",
}
THING: dict[str, Any] = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be0b3",
    "what": "A kettle",
    "brought_by": PERSON,
    "is_taken": True,
    "is_mine": False,
}
DATE: dict[str, Any] = {
    "meeting_id": MEETING_ID,
    "on": "2027-03-04",
    "starts_at": "2027-03-04T18:00:00Z",
    "ends_at": "2027-03-04T20:00:00Z",
    "state": "planned",
    "is_moved": False,
    "words": "",
    "room": "held",
    "booking_id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be001",
    "room_for": 12,
    "coming": 1,
    "maybe": 0,
    "in_line": 0,
    "mine": None,
    "my_place_in_line": None,
    "people": [{**PERSON, "answer": "coming", "in_line": None}],
    "things": [THING],
    "opener": PERSON,
    "needs_opener": False,
    "i_open": False,
    "can": ["answer", "things", "rota"],
    "next": {"at": "2027-03-04T18:00:00Z", "becomes": "running"},
    "says": "Mending evening is on Thursday 4 March, 18:00.",
}
