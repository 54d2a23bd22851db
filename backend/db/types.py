"""Column types that SQLAlchemy does not have."""

from typing import Any

from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.types import UserDefinedType


class MercatorPoint(UserDefinedType[tuple[float, float]]):
    """A core ``point`` in Web Mercator metres, as (x, y)."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        """Return PostgreSQL's name of the type."""
        return "point"

    def bind_processor(self, dialect: Any) -> Any:
        """Write a pair as PostgreSQL reads it."""
        return lambda value: None if value is None else f"({value[0]!r},{value[1]!r})"

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Read what PostgreSQL wrote."""

        def read(value: str | None) -> tuple[float, float] | None:
            if value is None:
                return None
            x, y = value.strip("()").split(",")
            return float(x), float(y)

        return read


class MercatorPolygon(UserDefinedType[list[tuple[float, float]]]):
    """A core ``polygon`` in Web Mercator metres, as its corners (x, y) in order."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        """Return PostgreSQL's name of the type."""
        return "polygon"

    def bind_processor(self, dialect: Any) -> Any:
        """Write corners as PostgreSQL reads them."""

        def write(value: list[tuple[float, float]] | None) -> str | None:
            if value is None:
                return None
            return "(" + ",".join(f"({x!r},{y!r})" for x, y in value) + ")"

        return write

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Read what PostgreSQL wrote."""

        def read(value: str | None) -> list[tuple[float, float]] | None:
            if value is None:
                return None
            numbers = [float(each) for each in value.replace("(", "").replace(")", "").split(",")]
            return list(zip(numbers[::2], numbers[1::2], strict=True))

        return read


# So that a database that is read back knows the types too, and migrations can be compared.
ischema_names["point"] = MercatorPoint
ischema_names["polygon"] = MercatorPolygon
