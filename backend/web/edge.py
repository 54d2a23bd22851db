"""One request, one transaction, committed once, here.

A constraint that breaks at commit must still become a proper answer, so the commit happens inside
the view and not in ``after_request``. Nothing leaves the house before it.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from flask import Response, current_app, g, request
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from backend.db import db
from backend.db.constraints import broken_constraint, fact_of
from backend.kernel.clock import Clock
from backend.kernel.facts import Fact, Kind
from backend.web import idempotency
from backend.web.call import Call, Identify, SignInNeeded
from backend.web.idempotency import Answered, Keyed
from backend.web.limits import Limiter
from backend.web.problems import DatabaseAway, fact_of_http, problem_of
from backend.web.words import current_language

log = structlog.get_logger(__name__)

_KEPT_HEADERS = ("ETag", "Location", "Content-Type", "Cache-Control")
_IF_MATCH = re.compile(r'\s*(?:W/)?"(\d{1,9})-[0-9a-f]{1,64}"\s*')


class VersionNeeded(Fact):
    """A shared thing is changed without ``If-Match``."""

    kind = Kind.PRECONDITION_REQUIRED


class VersionNotReadable(Fact):
    """``If-Match`` is not an ETag of ours."""

    kind = Kind.BAD_REQUEST


class AtTheEdge:
    """What the edge needs from the application, handed in by ``create_app``."""

    def __init__(self, *, clock: Clock, identify: Identify, limiter: Limiter) -> None:
        self.clock = clock
        self.identify = identify
        self.limiter = limiter


def edge_of_app() -> AtTheEdge:
    """Return the edge of the running application."""
    edge: AtTheEdge = current_app.extensions["neighbours_edge"]
    return edge


def after_commit(do: Callable[[], None]) -> None:
    """Do something outside the house once this request's changes are kept, such as sending mail.

    Pass ids, never live objects. It is not done when the request is refused.
    """
    g.setdefault("after_commit", []).append(do)


View = Callable[[Call, Mapping[str, Any]], Response]
"""Reads what was asked, does it and dumps it; given the call and what the path holds."""


def carried_out(
    view: View,
    *,
    signed_in: bool,
    keyed: bool,
    versioned: bool,
    reads_version: bool,
    arguments: dict[str, Any],
) -> Response:
    """Carry one request out: who is calling, how often, was it asked before, then the view.

    ``signed_in``: a person is needed. ``keyed``: an ``Idempotency-Key`` is needed.
    ``versioned``: an ``If-Match`` is needed; ``reads_version``: one is heeded.
    """
    edge = edge_of_app()
    now = edge.clock()
    call = Call(now=now, language=current_language(), address=request.remote_addr or "")
    who = call.address
    asked: Keyed | None = None
    try:
        _identify(edge, call, signed_in=signed_in)
        if call.caller is not None:
            who = str(call.caller.person_id)
        edge.limiter.check(who, now.timestamp())
        if keyed:
            asked = idempotency.keyed(request, call.by)
        answered = idempotency.find_answer(call.reader, asked, now) if asked else None
        if answered is not None:
            answer = _again(answered)
        else:
            if reads_version:
                call.if_match = _if_match(needed=versioned)
            answer = _in_one_transaction(view, arguments, call, asked)
    except Fact as fact:
        answer = problem_of(fact)
    except HTTPException as error:
        # Such as a body too large, found when its fingerprint was taken.
        answer = problem_of(*fact_of_http(error))
    except (OperationalError, PoolTimeout) as error:
        answer = _database_away(error)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        answer = _database_away(error)
    finally:
        call.close_reader()
    edge.limiter.describe(answer, who, now.timestamp())
    return answer


def _identify(edge: AtTheEdge, call: Call, *, signed_in: bool) -> None:
    header = request.headers.get("Authorization")
    if header is not None and signed_in:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise SignInNeeded
        call.caller = edge.identify(call.reader, token.strip(), call.now)
    if signed_in and call.caller is None:
        raise SignInNeeded


def _in_one_transaction(
    view: View, arguments: Mapping[str, Any], call: Call, asked: Keyed | None
) -> Response:
    try:
        try:
            answer = view(call, arguments)
        except HTTPException as error:
            fact, status = fact_of_http(error)
            _roll_back()
            return problem_of(fact, status)
        except Fact as fact:
            if not fact.keeps_changes and not call.keeps_changes:
                raise
            answer = problem_of(fact)
        call.close_reader()
        if asked is not None:
            headers = {
                name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers
            }
            kept = Answered(answer.status_code, headers, answer.get_data())
            idempotency.remember(db.session(), asked, kept, call.now)
        if _session_is_open():  # A plain read has none.
            db.session.commit()
    except Fact as fact:
        _roll_back()
        return _answered_meanwhile(asked, call) or _refused(fact, call)
    except IntegrityError as error:
        _roll_back()
        answered = _answered_meanwhile(asked, call)
        if answered is not None:
            return answered
        fact_meant = fact_of(error)
        if fact_meant is None:
            log.exception("constraint_without_a_fact", constraint=broken_constraint(error))
            raise
        return problem_of(fact_meant)
    except BaseException:
        _roll_back()
        raise
    for do in g.pop("after_commit", []):
        try:
            do()
        except Exception:
            # What was decided stands; the mail or push that told of it is lost and logged.
            log.exception("after_commit_failed")
    return answer


def _session_is_open() -> bool:
    return bool(db.session.registry.has())


def _roll_back() -> None:
    if _session_is_open():
        db.session.rollback()


def _refused(fact: Fact, call: Call) -> Response:
    if fact.look_around is not None:
        fact.members.update(fact.look_around(call.reader))
    return problem_of(fact)


def _answered_meanwhile(asked: Keyed | None, call: Call) -> Response | None:
    """Answer as the same request did that committed while this one was under way."""
    if asked is None:
        return None
    answered = idempotency.find_answer(call.reader, asked, call.now)
    return None if answered is None else _again(answered)


def _again(answered: Answered) -> Response:
    answer = Response(answered.body, answered.status)
    for name, value in answered.headers.items():
        answer.headers[name] = value
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _database_away(error: Exception) -> Response:
    log.warning("database_away", error=type(error).__name__)
    return problem_of(DatabaseAway(retry_after=1))


def _if_match(*, needed: bool) -> int | None:
    header = request.headers.get("If-Match")
    if header is None:
        if needed:
            raise VersionNeeded
        return None
    found = _IF_MATCH.fullmatch(header)
    if found is None:
        raise VersionNotReadable
    return int(found[1])


def etag_of(version: int, body: bytes) -> str:
    """Return ``"<version>-<hash>"``: ``If-Match`` compares the version, ``304`` the whole."""
    return f'"{version}-{hashlib.blake2b(body, digest_size=8).hexdigest()}"'


def not_modified(tag: str) -> bool:
    """Say whether the caller has this representation already."""
    given = request.headers.get("If-None-Match", "")
    return any(each.strip().removeprefix("W/") in {tag, "*"} for each in given.split(","))
