"""Lists that can be continued: opaque cursors that survive inserts and refuse other filters."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.kernel.facts import Fact, Kind
from backend.web.fields import Request, View

DEFAULT_LIMIT = 20
MOST_PER_PAGE = 100
LONGEST_CURSOR = 500


class CursorNotValid(Fact):
    """The cursor was not given by this list."""

    kind = Kind.BAD_REQUEST


class CursorOfOtherFilters(Fact):
    """The cursor was given for other filters."""

    kind = Kind.BAD_REQUEST


class PageRequest(Request):
    """The part of a list's query that every list has."""

    limit = fields.Integer(
        load_default=DEFAULT_LIMIT, validate=validate.Range(1, MOST_PER_PAGE), strict=False
    )
    cursor = fields.String(load_default=None, validate=validate.Length(1, LONGEST_CURSOR))


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list's items, and the cursor for those after, or None at the end."""

    items: Sequence[Any]
    next: str | None


@cache
def page_of(item: type[View]) -> type[View]:
    """Return the schema of a page of such items, one and the same for the same items."""
    name = f"{item.__name__.removesuffix('View')}Page"
    return type(
        name,
        (View,),
        {
            "__doc__": f"Some of the list, and where it goes on ({item.__name__}).",
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(
                required=True, allow_none=True, metadata={"description": "Cursor, null at the end."}
            ),
        },
    )


def filters_hash(filters: Mapping[str, Any]) -> str:
    """Return what identifies the filters of a list, so that a cursor fits only its own."""
    kept = {key: str(value) for key, value in filters.items() if key not in {"cursor", "limit"}}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


def write_cursor(position: Sequence[str | int | float], filters: Mapping[str, Any]) -> str:
    """Return an opaque cursor for a position in a list."""
    raw = json.dumps([filters_hash(filters), *position], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(
    cursor: str | None, filters: Mapping[str, Any], kinds: Sequence[Callable[[Any], Any]]
) -> list[Any] | None:
    """Return the position a cursor holds, None without one.

    ``kinds`` make its parts of what was written, in order, as ``int`` and ``UUID`` do. Raise
    ``CursorNotValid`` for one we never gave and ``CursorOfOtherFilters`` for one of another
    question.
    """
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise CursorNotValid from None
    if not isinstance(parts, list) or len(parts) != len(kinds) + 1:
        raise CursorNotValid
    if parts[0] != filters_hash(filters):
        raise CursorOfOtherFilters
    position: list[Any] = []
    for part, kind in zip(parts[1:], kinds, strict=True):
        try:
            if isinstance(part, bool) or not isinstance(part, str | int | float):
                raise CursorNotValid
            value = kind(part)
        except (ValueError, TypeError, OverflowError, AttributeError):
            raise CursorNotValid from None
        if (isinstance(value, float) and value != value) or value in (float("inf"), float("-inf")):
            raise CursorNotValid
        position.append(value)
    return position


def position_by_id(query: Mapping[str, Any]) -> UUID | None:
    """Return the id after which a list ordered by ids goes on, None at its beginning."""
    position = read_cursor(query["cursor"], query, (UUID,))
    return None if position is None else position[0]


def page_by_id(items: Sequence[Any], query: Mapping[str, Any]) -> Page:
    """Return a page of a list ordered by ids.

    ``items`` holds one more than the limit where there are more.
    """
    limit = query["limit"]
    if len(items) <= limit:
        return Page(items, None)
    return Page(items[:limit], write_cursor((str(items[limit - 1].id),), query))


def position_in_time(query: Mapping[str, Any]) -> tuple[datetime, UUID] | None:
    """Return where a list ordered by an instant and an id goes on, None at its beginning."""
    position = read_cursor(query["cursor"], query, (_instant, UUID))
    return None if position is None else (position[0], position[1])


def page_in_time(items: Sequence[Any], query: Mapping[str, Any], *, at: str) -> Page:
    """Return a page of a list ordered by the instant in attribute ``at`` and the id.

    ``items`` holds one more than the limit where there are more.
    """
    limit = query["limit"]
    if len(items) <= limit:
        return Page(items, None)
    last = items[limit - 1]
    position = (getattr(last, at).isoformat(), str(last.id))
    return Page(items[:limit], write_cursor(position, query))


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant
