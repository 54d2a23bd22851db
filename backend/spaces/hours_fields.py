"""Times of day and days of the week, as people write them and as hours are counted inside."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


class ClockTime(fields.Field[int]):
    """A time on the clock of the place, "18:00"; minutes since midnight inside."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["metadata"] = {
            "type": "string",
            "pattern": f"^({_CLOCK.pattern})$".replace(r"\d", "[0-9]"),
            "example": "18:00",
            **kwargs.get("metadata", {}),
        }
        super().__init__(**kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str:
        return "{:02}:{:02}".format(*divmod(value, 60))

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        if not isinstance(value, str) or not _CLOCK.fullmatch(value):
            raise ValidationError('Not a time such as "18:00".')
        return int(value[:2]) * 60 + int(value[3:])


class Weekday(fields.String):
    """A day of the week by its English name; Monday is 0 inside."""

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"enum": list(WEEKDAYS), **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return WEEKDAYS[value]

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        if value not in WEEKDAYS:
            raise ValidationError(f"Must be one of: {', '.join(WEEKDAYS)}.")
        return WEEKDAYS.index(value)
