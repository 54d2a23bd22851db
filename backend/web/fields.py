"""The fields that every request and answer is made of: bounded texts, aware instants, points."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Self, cast

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from backend.kernel.letters import has_few_marks, is_visible
from backend.kernel.sayings import Saying
from backend.web.links import public_link
from backend.web.words import current_language, said

EARLIEST_YEAR = 1970
LATEST_YEAR = 2200

_WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:00(\.0+)?)?", re.ASCII)


class Shape(Schema):
    """How something looks on the wire. Once made it never changes, so one will do for all.

    flask-smorest copies all that is known of an endpoint for each line of its contract.
    """

    def __deepcopy__(self, _: object) -> Self:
        return self


class Request(Shape):
    """What a phone sends. Fields nobody knows are refused."""

    class Meta:
        unknown = RAISE


class View(Shape):
    """What a phone sees."""


class Text(fields.String):
    """A bounded text without what a database cannot keep or a screen cannot show.

    NUL and lone surrogates would reach PostgreSQL as errors; other control characters have no place
    in words; overrides of the writing direction are used to make a text look like another.
    Spaces around it are dropped and it is composed (NFC). What shows nothing at all says nothing,
    and what is piled up on one character cannot be read.
    """

    _FORBIDDEN_FORMATS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

    def __init__(
        self, *, max_length: int, min_length: int = 1, lines: bool = False, **kwargs: Any
    ) -> None:
        self.lines = lines
        length = validate.Length(min=min_length, max=max_length)
        given = kwargs.pop("validate", None)
        super().__init__(validate=[length, given] if given else length, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        text = unicodedata.normalize("NFC", text).strip()
        allowed = "\n\t" if self.lines else ""
        text = text.replace("\r\n", "\n") if self.lines else text
        for character in text:
            category = unicodedata.category(character)
            if category in {"Cc", "Cs"} and character not in allowed:
                raise ValidationError("Holds a character that cannot be kept or shown.")
            if character in self._FORBIDDEN_FORMATS:
                raise ValidationError("Holds a character that changes the direction of writing.")
        if text and not is_visible(text):
            raise ValidationError("Nothing of it can be seen.")
        if not has_few_marks(text):
            raise ValidationError("So many marks on one character cannot be read.")
        return text


class PublicLink(fields.String):
    """A path of this server, as a link that can be handed to anybody."""

    def _serialize(
        self, value: str | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        return None if value is None else public_link(value)


class Instant(fields.Field[datetime]):
    """An instant as RFC 3339 has it, with an offset; answers are in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"type": "string", "format": "date-time", **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        if not isinstance(value, str) or len(value) > 40 or "T" not in value.upper():
            raise ValidationError("Not an instant such as 2027-03-01T18:00:00Z.")
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            raise ValidationError("Not an instant such as 2027-03-01T18:00:00Z.") from None
        if instant.tzinfo is None:
            raise ValidationError("Say the offset from UTC too, as in 2027-03-01T18:00:00+01:00.")
        if not EARLIEST_YEAR < instant.year < LATEST_YEAR:
            raise ValidationError("Not a year that anybody plans for.")
        return instant.astimezone(UTC)


_INSTANT = Instant()


class WallTime(fields.Field[datetime]):
    """What the clock at the place shows, "2027-03-04T18:00"; with an offset, an instant."""

    def __init__(self, **kwargs: Any) -> None:
        metadata = {
            "type": "string",
            "example": "2027-03-04T18:00",
            "description": "What the clock at the place shows, without an offset.",
            **kwargs.pop("metadata", {}),
        }
        super().__init__(metadata=metadata, **kwargs)

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any
    ) -> str | None:
        return None if value is None else value.isoformat(timespec="minutes")

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        if isinstance(value, str) and _WALL.fullmatch(value):
            # The day and the hour are those of an instant; the zone is the place's.
            instant: datetime = _INSTANT.deserialize(f"{value}Z")
            return instant.replace(tzinfo=None)
        return cast(datetime, _INSTANT.deserialize(value))


class PlainWallTime(WallTime):
    """A wall time, never an instant."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> datetime:
        if not isinstance(value, str) or not _WALL.fullmatch(value):
            raise ValidationError("Not a time on the wall such as 2027-03-04T18:00.")
        return super()._deserialize(value, attr, data, **kwargs)


class Latitude(fields.Float):
    """Degrees north, -90 to 90 (WGS 84)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(-90, 90), allow_nan=False, **kwargs)


class Longitude(fields.Float):
    """Degrees east, -180 to 180 (WGS 84)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(-180, 180), allow_nan=False, **kwargs)


class Several(fields.List[str]):
    """Some words out of a closed list, said with commas or by repeating the parameter."""

    def __init__(self, choices: list[str], **kwargs: Any) -> None:
        chosen = fields.String(validate=validate.OneOf(choices))
        super().__init__(chosen, validate=validate.Length(max=len(choices)), **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[str | None]:
        given = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str) for each in given):
            raise ValidationError("Not words.")
        words = {word.strip() for each in given for word in each.split(",")}
        return super()._deserialize(sorted(words), attr, data, **kwargs)


class Point(Shape):
    """A point, in degrees (WGS 84)."""

    class Meta:
        unknown = RAISE

    latitude = Latitude(required=True)
    longitude = Longitude(required=True)


class Says(fields.String):
    """A saying as one plain sentence in the reader's language."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return said(value, current_language()) if isinstance(value, Saying) else None


class NextView(View):
    """What time alone will make of it."""

    at = Instant(required=True)
    becomes = fields.String(required=True)


class PeriodView(View):
    """A time, from its start up to and not including its end."""

    starts_at = Instant(required=True, attribute="start")
    ends_at = Instant(required=True, attribute="end")
