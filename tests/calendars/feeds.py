"""Reads feeds as calendar programs do, with libraries that are not ours, and strictly by hand."""

from datetime import UTC, date, datetime

import icalendar
import recurring_ical_events
import vobject

STATUSES = {"CONFIRMED", "TENTATIVE", "CANCELLED"}


def path_of(link: str) -> str:
    """Return the path of an address that was handed out."""
    return link[link.index("/v1/") :]


def checked(body: bytes) -> icalendar.Calendar:
    """Return the calendar in a body that is RFC 5545 to the letter."""
    assert body.endswith(b"\r\n")
    for line in body.removesuffix(b"\r\n").split(b"\r\n"):
        assert not {*b"\r\n"} & {*line}, line
        assert len(line) <= 75, line
        line.decode()  # No character is cut in two.
    calendar = icalendar.Calendar.from_ical(body)
    assert "METHOD" not in calendar
    zones = {str(each["TZID"]) for each in calendar.walk("VTIMEZONE")}
    seen = set()
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        for name in ("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "STATUS", "SUMMARY"):
            assert name in event, name
        assert event["STATUS"] in STATUSES
        assert event["UID"].endswith("@neighbours")
        zone = event["DTSTART"].params.get("TZID")
        assert zone is None or zone in zones
        key = (event["UID"], event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in event else None)
        assert key not in seen
        seen.add(key)
    if calendar.walk("VEVENT"):
        # It wants to see at least one thing in a calendar.
        vobject.readOne(body.decode()).validate(raiseException=True)
    return calendar


def times(
    body: bytes, since: date = date(2025, 6, 1), until: date = date(2028, 6, 1)
) -> list[tuple[datetime, datetime, str, str]]:
    """Return each time of a feed, expanded: when in UTC, its words and its status."""
    found = recurring_ical_events.of(checked(body)).between(since, until)
    return sorted(
        (
            each.start.astimezone(UTC),
            each.end.astimezone(UTC),
            str(each["SUMMARY"]),
            str(each["STATUS"]),
        )
        for each in found
    )


def standing(body: bytes) -> list[tuple[datetime, datetime]]:
    """Return when those times of a feed are that were not called off."""
    return [each[:2] for each in times(body) if each[3] != "CANCELLED"]
