"""Reading the call that a phone makes as a change that others may lend a hand to."""

from flask import request

from backend.groups.together import Change


def asked_change() -> Change:
    """Return the change that the request asks for.

    An id that a phone made for something new is its own, and no part of what is proposed.
    """
    body = request.get_json(silent=True) or {}
    return Change(
        operation=(request.endpoint or "").rpartition(".")[2],
        method=request.method,
        path=request.path,
        body={name: value for name, value in body.items() if name != "id"},
    )
