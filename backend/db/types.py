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


# So that a database that is read back knows the type too, and migrations can be compared.
ischema_names["point"] = MercatorPoint
