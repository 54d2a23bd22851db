"""Dumps compiled from schemas: what ``schema.dump`` gives, in a fraction of the time.

A list of twenty spaces is 300 fields, each of which marshmallow looks up and asks for defaults by
several calls. The schema stays the one description; here the same is put together once, with one
call for all attributes of a thing. What we do not know how to hasten is left to marshmallow.

What writes the JSON knows instants and ids by itself (`backend.web.writing`), and many times faster
than they are made into texts; for it they may be left as they are.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, missing
from marshmallow.decorators import POST_DUMP, PRE_DUMP

from backend.web.fields import Instant

Dump = Callable[[Any], Any]


def compiled(schema: Schema, *, for_json: bool = False) -> Dump:
    """Return what dumps one thing, a mapping or an object, as the schema does.

    ``for_json`` leaves ids as they are, and instants too, all in UTC.
    """
    by_marshmallow = partial(schema.dump, many=False)
    names = list(schema.dump_fields.items())
    if not names or schema._hooks[PRE_DUMP] or schema._hooks[POST_DUMP]:
        return by_marshmallow
    if not all(_takes_one_attribute(field, name) for name, field in names):
        return by_marshmallow
    keys = [name if field.data_key is None else field.data_key for name, field in names]
    attributes = [field.attribute or name for name, field in names]
    converts = [_converted(field, name, for_json) for name, field in names]
    plan = list(zip(keys, converts, strict=True))
    # With a single name the getters would give the value and not a tuple of it.
    of_object, of_mapping = attrgetter(*attributes, "__class__"), itemgetter(*attributes)
    single = len(attributes) == 1

    def dump(thing: Any) -> Any:
        try:
            if _is_mapping(thing.__class__):
                values = (thing[attributes[0]],) if single else of_mapping(thing)
            else:
                values = of_object(thing)
        except (AttributeError, KeyError):
            # Something is not there; marshmallow knows what that means.
            return by_marshmallow(thing)
        # The values of an object end with its class, beyond the plan.
        return {
            key: value if convert is None else convert(value)
            for (key, convert), value in zip(plan, values, strict=False)
        }

    return dump


@lru_cache(maxsize=1024)
def _is_mapping(kind: type) -> bool:
    # Asking the abstract class takes as long as all else about a small thing.
    return issubclass(kind, Mapping)


def _takes_one_attribute(field: fields.Field[Any], name: str) -> bool:
    """Answer whether a field serializes one attribute, without a default or a method."""
    return (
        field._CHECK_ATTRIBUTE
        and "." not in (field.attribute or name)
        and field.dump_default is missing
        and type(field).serialize is fields.Field.serialize
        and type(field).get_value is fields.Field.get_value
    )


def _converted(field: fields.Field[Any], name: str, for_json: bool) -> Dump | None:
    """Return what makes of a value what the field makes of it, None where that is the value."""
    if type(field)._serialize is fields.Field._serialize:
        return None
    if type(field)._serialize is fields.String._serialize:
        return _text
    if type(field)._serialize is fields.UUID._serialize:
        return _id if for_json else _text
    if type(field) is fields.Integer and not field.as_string:
        return _whole
    if type(field) is fields.Float and not field.as_string:
        return _number
    if type(field) is Instant:
        return _in_utc if for_json else _instant
    if type(field) is fields.Nested:
        return _nested(field, for_json)
    if isinstance(field, fields.List) and type(field)._serialize is fields.List._serialize:
        return _listed(_converted(field.inner, name, for_json))
    return lambda value: field._serialize(value, name, None)


def _nested(field: fields.Nested, for_json: bool) -> Dump:
    dump = compiled(field.schema, for_json=for_json)
    if field.many or field.schema.many:
        return _listed(dump)
    return lambda value: None if value is None else dump(value)


def _listed(convert: Dump | None) -> Dump:
    if convert is None:
        return lambda values: None if values is None else list(values)
    return lambda values: None if values is None else [convert(value) for value in values]


def _text(value: Any) -> Any:
    return value if value is None or value.__class__ is str else str(value)


def _whole(value: Any) -> Any:
    return value if value is None or value.__class__ is int else int(value)


def _number(value: Any) -> Any:
    return value if value is None or value.__class__ is float else float(value)


def _id(value: Any) -> Any:
    return value if value is None or value.__class__ is UUID else str(value)


def _in_utc(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


def _instant(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
