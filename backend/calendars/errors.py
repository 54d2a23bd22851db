"""What can be refused about calendar feeds."""

from backend.kernel.facts import Fact, Kind


class CalendarNotFound(Fact):
    """No calendar has this address, or no longer."""

    kind = Kind.NOT_FOUND
