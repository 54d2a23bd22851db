"""Promises as the contract shows them."""

POST_ID = "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be301"
PROMISE = {
    "id": "0199d0a0-7a1c-7c3e-9a51-3f1f4a1be501",
    "post": {
        "id": POST_ID,
        "title": "A drill, to borrow",
        "category": "tools",
        "zone": "Europe/London",
    },
    "kind": "offer",
    "way": "lend",
    "side": "counterpart",
    "mine": "comes_to_me",
    "with": {"id": "0199d0a0-c0de-7000-8000-000000000001", "first_name": "Ada"},
    "quantity": 1,
    "on_dates": [],
    "words": "For a shelf in the hall.",
    "starts_at": None,
    "ends_at": None,
    "due_at": None,
    "wished_due_at": None,
    "falls_at": "2026-03-04T10:00:00Z",
    "state": "asked",
    "asked_at": "2026-03-01T10:00:00Z",
    "offered_at": None,
    "agreed_at": None,
    "terms_changed": False,
    "claim": None,
    "claimed_by": None,
    "claimed_at": None,
    "claim_words": "",
    "contest_words": "",
    "missed_by": None,
    "ended_at": None,
    "ended_by": None,
    "ended_words": "",
    "thanks_said": None,
    "thanks_received": None,
    "thanks_shown": False,
    "can": ["release"],
    "next": {"at": "2026-03-04T10:00:00Z", "becomes": "lapsed"},
    "says": "You asked for it. You will hear by Wednesday 4 March, 10:00.",
}
OFFERED = {
    **PROMISE,
    "side": "poster",
    "mine": "owe",
    "with": {"id": "0199d0a0-c0de-7000-8000-000000000002", "first_name": "Ben"},
    "falls_at": "2026-03-02T10:00:00Z",
    "state": "offered",
    "offered_at": "2026-03-01T10:00:00Z",
    "next": {"at": "2026-03-02T10:00:00Z", "becomes": "lapsed"},
    "says": "Held for Ben until Monday 2 March, 10:00.",
}
AGREED = {
    **OFFERED,
    "falls_at": "2026-03-15T10:30:00Z",
    "due_at": "2026-03-15T10:30:00Z",
    "state": "agreed",
    "agreed_at": "2026-03-01T10:30:00Z",
    "can": ["claim", "release", "extension"],
    "next": {"at": "2026-03-22T10:30:00Z", "becomes": "ended"},
    "says": "Agreed with Ben.",
}
CLAIMED = {
    **AGREED,
    "state": "claimed",
    "claim": "missed",
    "claimed_by": "poster",
    "claimed_at": "2026-03-16T10:00:00Z",
    "can": [],
    "next": {"at": "2026-03-23T10:00:00Z", "becomes": "ended"},
    "says": "You say that it did not come to pass. The other side can still say how it was.",
}
DISPUTED = {
    **CLAIMED,
    "state": "disputed",
    "contest_words": "I brought it back on Sunday, it is in your shed.",
    "can": ["concession"],
    "next": {"at": "2026-03-30T12:00:00Z", "becomes": "unresolved"},
    "says": "The two of you remember it differently. It counts for nobody.",
}
OVER: dict[str, object] = {
    "can": [],
    "next": None,
    "ended_at": "2026-03-16T12:00:00Z",
    "ended_by": "poster",
}
KEPT = {
    **DISPUTED,
    **OVER,
    "state": "kept",
    "can": ["thanks"],
    "says": "Kept, with Ben.",
}
THANKS = {
    "words": "It saved my week.",
    "said_at": "2026-03-16T12:00:00Z",
    "from_first_name": "Ben",
}
LOT = {
    "post_id": POST_ID,
    "drawn_at": "2026-03-01T22:00:00Z",
    "secret": "5f" * 32,
    "tiers": [[PROMISE["id"]]],
    "drawn": [PROMISE["id"]],
}
