"""Schemathesis over the whole contract: what it makes up, right or wrong, gets a proper answer.

For every operation a neighbour with a space and a booking of her own sends what the contract takes,
and what it does not. Ids in paths are hers about half of the time. The seed is fixed, and so is how
many requests there are, so that a failure comes again. ``SCHEMATHESIS_EXAMPLES`` makes it look
longer.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from sqlalchemy import make_url
from werkzeug.datastructures import Headers

from backend.app import create_app
from backend.db import db
from backend.db.embedded import Attached
from backend.settings import Settings
from backend.web.contract import operations
from backend.web.documents import contract_of
from tests.contract.answers import contract_for
from tests.contract.household import NOW, Household, a_household
from tests.postgres import copied_database

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "4"))
NOWHERE = Settings(database_url="postgresql+psycopg://nowhere/nothing")
OPERATIONS = sorted(
    (operation["operationId"], method, path)
    for method, path, operation in operations(contract_of(create_app(NOWHERE)))
)


@dataclass
class LivedIn:
    """A database in which a household lives, to be copied for each operation."""

    database: str
    home: Household
    described: Any


@contextmanager
def served(url: str) -> Iterator[Flask]:
    app = create_app(Settings(database_url=url, rate_limit_per_minute=1_000_000), clock=lambda: NOW)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def lived_in(cluster: Attached, template: str) -> Iterator[LivedIn]:
    with copied_database(cluster, template) as url:
        with served(url) as app:
            home = a_household(app)
            described = schemathesis.openapi.from_wsgi("/openapi.json", app)
        yield LivedIn(make_url(url).database or "", home, described)


@pytest.fixture
def house(cluster: Attached, lived_in: LivedIn) -> Iterator[Flask]:
    """Whatever the operation before did, everything is there: it may be that one leaves."""
    with copied_database(cluster, lived_in.database) as url, served(url) as app:
        yield app


@pytest.mark.parametrize(("name", "method", "path"), OPERATIONS, ids=[o[0] for o in OPERATIONS])
def test_nothing_that_can_be_sent_breaks_it(
    house: Flask, lived_in: LivedIn, name: str, method: str, path: str
):
    home = lived_in.home
    contract = contract_for(house)
    operation = lived_in.described[path][method.upper()]
    wanted = contract.document["paths"][path][method].get("requestBody", {}).get("content", {})
    takes = contract.validator(wanted["application/json"]["schema"]) if wanted else None

    def answered(case: Any, hers: bool, right: bool) -> None:
        if hers:
            for parameter in case.path_parameters or {}:
                case.path_parameters[parameter] = home.ids[parameter]
        case.headers = dict(case.headers or {})
        case.headers["Authorization"] = f"Bearer {home.ada.access_token}"
        if right and hers and "If-Match" in case.headers:
            case.headers["If-Match"] = '"1-00"'
        if right and "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = str(uuid4())
        answer = case.call(app=house)
        status = answer.status_code
        assert status < 500, (status, answer.text[:500])
        if (
            takes is not None
            and isinstance(case.body, dict | list)
            and not takes.is_valid(case.body)
        ):
            assert status >= 400, f"took a body that the contract does not: {case.body!r}"
        if all(isinstance(each, str) and each for each in (case.path_parameters or {}).values()):
            contract.check(
                method.upper(),
                answer.request.url.split("?")[0].removeprefix("http://localhost"),
                status,
                Headers({key: value[0] for key, value in answer.headers.items()}),
                answer.content,
            )

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        right = mode is GenerationMode.POSITIVE
        with suppress(Unsatisfiable):  # as where nothing is taken, so that nothing can be wrong
            made_up(operation, mode)(partial(answered, right=right))()


def made_up(operation: Any, mode: GenerationMode) -> Callable[..., Any]:
    """Return what turns a function of a request into one that is called with many."""

    def many(answered: Callable[..., None]) -> Callable[[], None]:
        @seed(20270301)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), hers=st.booleans())
        def send(case: Any, hers: bool) -> None:
            answered(case, hers)

        return send

    return many
