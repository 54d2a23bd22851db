"""How a room declares its endpoints: the contract on top, one call beneath.

    room = Room("spaces", description="Places that can be shared.")

    @room.get("/spaces/<uuid:space_id>", gives=SpaceView, refuses=[SpaceNotFound])
    def get_space(call: Call, space_id: UUID) -> SpaceSeen:
        '''Read one space.'''
        return queries.get_space(call.reader, space_id, by=call.by, now=call.now)

The function's name is the operation id and its docstring the summary. What it returns is dumped
by ``gives`` before the commit; a ``Response`` (an image, say) goes out as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, request
from flask_smorest import Blueprint

from backend.kernel.facts import ChangedMeanwhile, Fact
from backend.web import edge, problems
from backend.web.asked import body_reader, query_reader
from backend.web.call import Call, SignInNeeded
from backend.web.contract import NOTES
from backend.web.dumping import compiled
from backend.web.edge import VersionNeeded, VersionNotReadable
from backend.web.fields import Request, View
from backend.web.idempotency import (
    IdempotencyKeyNeeded,
    IdempotencyKeyNotValid,
    IdempotencyKeyUsedOtherwise,
)
from backend.web.limits import TooManyRequests
from backend.web.paging import CursorNotValid, CursorOfOtherFilters, PageRequest
from backend.web.problems import (
    PROBLEM,
    BadRequest,
    DatabaseAway,
    NothingHere,
    NotJson,
    NotValid,
    TooLarge,
    json_answer,
)

Handler = TypeVar("Handler", bound=Callable[..., Any])
Facts = Sequence[type[Fact]]


class Room(Blueprint):  # type: ignore[misc]  # flask-smorest is not typed.
    """A blueprint whose every endpoint goes through the edge."""

    def __init__(self, name: str, *, description: str, prefix: str = "/v1") -> None:
        super().__init__(name, __name__, url_prefix=prefix, description=description)

    def get(self, rule: str, **contract: Any) -> Callable[[Handler], Handler]:
        """Declare a read; see ``operation``."""
        return self.operation("GET", rule, **contract)

    def post(self, rule: str, **contract: Any) -> Callable[[Handler], Handler]:
        """Declare something that is created or done; needs an ``Idempotency-Key``."""
        return self.operation("POST", rule, **contract)

    def put(self, rule: str, **contract: Any) -> Callable[[Handler], Handler]:
        """Declare something that is set as a whole, safe to repeat by its nature."""
        return self.operation("PUT", rule, **contract)

    def patch(self, rule: str, **contract: Any) -> Callable[[Handler], Handler]:
        """Declare a change of some fields; needs ``If-Match`` unless ``versioned=False``."""
        return self.operation("PATCH", rule, **contract)

    def delete(self, rule: str, **contract: Any) -> Callable[[Handler], Handler]:
        """Declare that something ends; needs ``If-Match`` where ``versioned=True``."""
        return self.operation("DELETE", rule, **contract)

    def operation(
        self,
        method: str,
        rule: str,
        *,
        gives: type[View] | None = None,
        takes: type[Request] | None = None,
        query: type[Request] | None = None,
        status: int | None = None,
        refuses: Facts = (),
        example: Mapping[str, Any] | None = None,
        answer_example: Mapping[str, Any] | None = None,
        signed_in: bool = True,
        keyed: bool | None = None,
        versioned: bool | None = None,
        content_type: str | None = None,
        tagged: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Declare one endpoint.

        ``gives`` dumps what the function returns; ``takes`` and ``query`` check what came.
        ``refuses`` are the facts it may raise beside those that every endpoint may. ``example`` is
        of the request body, ``answer_example`` of the answer. ``keyed`` and ``versioned`` default
        to what the method wants. ``content_type`` is for answers that are not JSON,
        ``tagged`` for those of them that carry an ETag of their own.
        """
        needs_key = method == "POST" and signed_in if keyed is None else keyed
        needs_version = method == "PATCH" if versioned is None else versioned
        code = status or (HTTPStatus.OK if gives or content_type else HTTPStatus.NO_CONTENT)
        may_be_versioned = needs_version or ChangedMeanwhile in refuses
        facts = _facts_of(refuses, takes, query, signed_in, needs_key, may_be_versioned)
        if needs_version:
            facts = [*facts, VersionNeeded]
        if "<" in rule:
            facts = [*facts, NothingHere]

        def declare(function: Handler) -> Handler:
            view = _flat_view(function, gives, takes, query, int(code))
            contract = self._contract_of(
                function,
                gives=gives,
                takes=takes,
                query=query,
                status=int(code),
                example=example,
                answer_example=answer_example,
                content_type=content_type,
                facts=facts,
                manual={
                    "operationId": function.__name__,
                    "security": [{"phone": []}] if signed_in else [],
                    NOTES: {
                        "method": method,
                        "facts": facts,
                        "gives": gives is not None or tagged,
                        "signed_in": signed_in,
                        "keyed": needs_key,
                        "versioned": needs_version,
                        "may_be_versioned": may_be_versioned,
                    },
                },
            )

            @wraps(function)
            def at_the_edge(**arguments: Any) -> Response:
                return edge.carried_out(
                    view,
                    signed_in=signed_in,
                    keyed=needs_key,
                    versioned=needs_version,
                    reads_version=may_be_versioned,
                    arguments=arguments,
                )

            at_the_edge._apidoc = contract  # type: ignore[attr-defined]
            self.add_url_rule(rule, function.__name__, at_the_edge, methods=[method])
            return function

        return declare

    def _contract_of(
        self,
        function: Callable[..., Any],
        *,
        gives: type[View] | None,
        takes: type[Request] | None,
        query: type[Request] | None,
        status: int,
        example: Mapping[str, Any] | None,
        answer_example: Mapping[str, Any] | None,
        content_type: str | None,
        facts: Facts,
        manual: dict[str, Any],
    ) -> Any:
        """Return how flask-smorest describes an endpoint.

        Its decorators are wrapped around something that is never called: each would be one
        call more in every request.
        """

        @wraps(function)
        def page() -> None: ...

        described: Any = page
        if takes is not None:
            described = self.arguments(takes, location="json", example=example)(described)
        if query is not None:
            described = self.arguments(query, location="query")(described)
        raw = {"type": "string", "format": "binary"} if content_type else None
        described = self.response(
            status,
            gives or raw,
            example=answer_example,
            content_type=content_type,
            description=HTTPStatus(status).phrase,
        )(described)
        for code in sorted({problems.STATUS[fact.kind] for fact in facts}):
            codes = sorted({fact.code for fact in facts if problems.STATUS[fact.kind] == code})
            listed = ", ".join(f"`{each}`" for each in codes)
            described = self.alt_response(
                code,
                schema=PROBLEM,
                content_type=problems.CONTENT_TYPE,
                description=f"{HTTPStatus(code).phrase}: {listed}.",
            )(described)
        return self.doc(**manual)(described)._apidoc


def _facts_of(
    refuses: Facts,
    takes: type[Request] | None,
    query: type[Request] | None,
    signed_in: bool,
    keyed: bool,
    may_be_versioned: bool,
) -> Facts:
    """Return all that an endpoint may refuse, the common ones included."""
    facts: list[type[Fact]] = [*refuses, TooManyRequests, DatabaseAway, BadRequest]
    if signed_in:
        facts += [SignInNeeded]
    if takes is not None:
        facts += [NotValid, TooLarge, NotJson]
    if query is not None:
        facts += [NotValid]
        if issubclass(query, PageRequest):
            facts += [CursorNotValid, CursorOfOtherFilters]
    if keyed:
        facts += [IdempotencyKeyNeeded, IdempotencyKeyNotValid, IdempotencyKeyUsedOtherwise]
        facts += [TooLarge]
    if may_be_versioned:
        facts += [VersionNotReadable]
    return facts


def _flat_view(
    function: Callable[..., Any],
    gives: type[View] | None,
    takes: type[Request] | None,
    query: type[Request] | None,
    status: int,
) -> Callable[..., Response]:
    """Return a view that reads what was asked, calls the function and dumps what it returns."""
    dump = compiled(gives(), for_json=True) if gives is not None else None
    read_query = query_reader(query) if query is not None else None
    read_body = body_reader(takes) if takes is not None else None

    def view(call: Call, arguments: Mapping[str, Any]) -> Response:
        if read_query is not None:
            call.query = read_query(request)
        if read_body is not None:
            call.body = read_body(request)
        result = function(call, **arguments)
        if isinstance(result, Response):
            return result
        if dump is None:
            return Response(status=status)
        answer = json_answer(dump(result), status)
        tag = edge.etag_of(getattr(result, "version", 0), answer.get_data())
        answer.headers["ETag"] = tag
        answer.headers["Cache-Control"] = "private, no-cache"
        if request.method == "GET" and edge.not_modified(tag):
            answer.set_data(b"")
            answer.status_code = 304
        return answer

    return view
