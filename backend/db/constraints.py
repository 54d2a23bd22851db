"""What the database refuses, as facts: each room says which of its constraints means what."""

from sqlalchemy.exc import IntegrityError

from backend.kernel.facts import Fact, Kind

_facts: dict[str, type[Fact]] = {}


class IdAlreadyTaken(Fact):
    """The client supplied an id that something else has."""

    kind = Kind.CONFLICT


def breaking(constraint: str, means: type[Fact]) -> None:
    """Say which fact it is when a constraint is broken."""
    _facts[constraint] = means


def broken_constraint(error: IntegrityError) -> str:
    """Return the name of the constraint that was broken, empty where PostgreSQL did not say."""
    diagnosis = getattr(error.orig, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or "")


def fact_of(error: IntegrityError) -> Fact | None:
    """Return a broken constraint as the fact it means, None where nobody said."""
    name = broken_constraint(error)
    if name in _facts:
        return _facts[name]()
    if name.endswith("_pkey"):
        return IdAlreadyTaken()
    return None
