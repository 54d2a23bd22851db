"""Compiled dumps give what marshmallow gives."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from marshmallow import fields, post_dump

from backend.kernel.sayings import Saying
from backend.web.dumping import compiled
from backend.web.fields import Instant, Says, Text, View
from backend.web.writing import QuickJson

SEVEN = UUID(int=7)


class Colour(StrEnum):
    RED = "red"


class InnerView(View):
    start = Instant(attribute="began_at", required=True)
    only = fields.Float()


class OuterView(View):
    id = fields.UUID()
    name = Text(max_length=10)
    colour = fields.String(data_key="the_colour")
    count = fields.Integer()
    share = fields.Float()
    known = fields.Boolean()
    inner = fields.Nested(InnerView)
    several = fields.List(fields.Nested(InnerView))
    many = fields.Nested(InnerView, many=True)
    words = fields.List(fields.String())
    by_name = fields.Dict(keys=fields.String(), values=fields.Integer())
    says = Says()
    on = fields.Date()


class SingleView(View):
    items = fields.List(fields.Nested(InnerView))


@dataclass
class Inner:
    began_at: datetime
    only: float | None = None


@dataclass
class Outer:
    id: UUID | None = SEVEN
    name: str | None = "Ada"
    colour: Any = Colour.RED
    count: Any = 3
    share: Any = 1
    known: bool | None = True
    inner: Any = None
    several: Any = None
    many: Any = None
    words: Any = ("a", "b")
    by_name: Any = field(default_factory=lambda: {"a": 1})
    says: Any = field(default_factory=lambda: Saying("sign_in_needed"))
    on: Any = field(default_factory=lambda: datetime(2026, 3, 1, tzinfo=UTC).date())


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ELSEWHERE = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=9.5)))
INNERS = [Inner(NOON, 1.5), Inner(ELSEWHERE), {"began_at": NOON}, {"began_at": NOON, "only": 2}]


every_thing = pytest.mark.parametrize(
    "thing",
    [
        Outer(),
        Outer(inner=INNERS[0], several=INNERS, many=INNERS[:2]),
        Outer(None, None, None, None, None, None, words=None, by_name=None, says=None, on=None),
        Outer(name=7, count="12", share="2.5", words=[1, None]),
        vars(Outer(inner=INNERS[1])),
        {"id": UUID(int=1)},
        {},
    ],
)


@every_thing
def test_a_compiled_dump_is_what_the_schema_dumps(thing: Any):
    assert compiled(OuterView())(thing) == OuterView().dump(thing)


@every_thing
@pytest.mark.parametrize("odd", ["", "\ud800"], ids=["by orjson", "by the standard library"])
def test_what_is_left_to_the_writer_of_json_reads_the_same(thing: Any, odd: str):
    app = Flask(__name__)
    app.json = QuickJson(app)
    with app.app_context():
        written = app.json.response([compiled(OuterView(), for_json=True)(thing), odd])
    assert json.loads(written.get_data()) == [OuterView().dump(thing), odd]


@pytest.mark.parametrize("thing", [{"items": INNERS}, {"items": []}, {"items": None}])
def test_a_schema_of_one_field_is_dumped_too(thing: Any):
    assert compiled(SingleView())(thing) == SingleView().dump(thing)
    assert compiled(SingleView(only=["items"]))(thing) == SingleView().dump(thing)


def test_what_marshmallow_does_by_hooks_defaults_and_methods_stays_its_own():
    class WithHook(View):
        name = fields.String()

        @post_dump
        def louder(self, found: dict[str, Any], **_more: Any) -> dict[str, Any]:
            return {"name": found["name"].upper()}

    class WithMethod(View):
        name = fields.Function(lambda thing: thing["name"] * 2)

    class WithDefault(View):
        name = fields.String(dump_default="nobody")

    assert compiled(WithHook())({"name": "ada"}) == {"name": "ADA"}
    assert compiled(WithMethod())({"name": "ada"}) == {"name": "adaada"}
    assert compiled(WithDefault())({}) == {"name": "nobody"}
