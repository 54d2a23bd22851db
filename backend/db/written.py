"""Scalar subqueries that are written once: to make them for each request costs more than to ask.

    FRIENDS = Written(select(func.count()).where(Friend.of == name("person", Uuid())), Integer())

    select(Person.id, FRIENDS.of(person=by))

In one statement a name stands for one value, however many of these are in it.
"""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, column, literal_column, text
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.types import TypeEngine


def name(of: str, type_: TypeEngine[Any]) -> ColumnElement[Any]:
    """Return what stands in a query for a value that `Written.of` gives it."""
    kind = type_.compile(dialect=dialect())  # type: ignore[no-untyped-call]
    return literal_column(f"CAST(:{of} AS {kind})", type_)


def outer(attribute: Any) -> str:
    """Return how a column of the query around is named, for ``literal_column``."""
    return str(getattr(attribute, "expression", attribute))


class Written:
    """A query for one value, as text, with names for what differs from one time to the next."""

    def __init__(self, query: Select[Any], type_: TypeEngine[Any]) -> None:
        compiled = query.compile(
            dialect=dialect(),  # type: ignore[no-untyped-call]
            compile_kwargs={"literal_binds": True},
        )
        self._sql = str(compiled)
        self._type = type_

    def of(self, **values: Any) -> ColumnElement[Any]:
        """Return it as a scalar subquery, with a value or a bound parameter for each name."""
        sql = self._sql
        binds: list[BindParameter[Any]] = []
        for each, value in values.items():
            if isinstance(value, BindParameter):
                sql = sql.replace(f":{each} ", f":{value.key} ")
                binds.append(value)
            else:
                binds.append(bindparam(each, value))
        said = text(sql).bindparams(*binds).columns(column("it", self._type))
        return said.scalar_subquery()
