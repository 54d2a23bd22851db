"""Draws a month of one space as SVG, from the answers of the API and from nothing else.

What it needs: the space (`GET /v1/spaces/{id}`), its calendar in one or more windows that cover the
month (`GET /v1/spaces/{id}/calendar`), and, where the picture should tell series from single
bookings, the keepers' list of bookings (`GET /v1/spaces/{id}/bookings`).
"""

import calendar as calendars
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Answer = Mapping[str, Any]

HOUR = 8.0  # pixels
DAY_WIDTH, DAY_HEIGHT = 156, 24 * HOUR
LEFT, TOP, GAP, HEAD = 46, 92, 8, 20
ONE_DAY = timedelta(days=1)
LETTER = 5.3
"""About how wide a letter of the words in a block is."""

INK, SOFT, PAPER, SHUT, OPEN = "#22303c", "#6b7884", "#ffffff", "#eceff1", "#fbf7ea"
MARK = "#b3261e"


@dataclass(frozen=True)
class Kind:
    """What a block is, and how it is painted."""

    name: str
    fill: str
    edge: str
    legend: str


ONCE = Kind("once", "#f6cf8e", "#c98a1b", "Booked once")
AGAIN = Kind("again", "#a9c8ec", "#3d78b8", "Booked again and again")
EVERYBODY = Kind("everybody", "#a8d8b4", "#3b8f58", "Open to everybody")
CLOSED = Kind("closed", "url(#hatched)", "#a8988f", "Closed, or being mended")
KINDS = (ONCE, AGAIN, EVERYBODY, CLOSED)


@dataclass(frozen=True)
class Block:
    """A time on the wall of the place; both ends without a zone."""

    start: datetime
    end: datetime
    kind: Kind
    words: str
    is_asked: bool = False


def draw_month(
    space: Answer,
    windows: Sequence[Answer],
    bookings: Sequence[Answer] = (),
    *,
    year: int,
    month: int,
) -> str:
    """Return the month as SVG, in the wall time of the space."""
    zone = ZoneInfo(space["zone"])
    blocks = _blocks(space, windows, bookings, zone)
    opened = [
        (_wall(each["starts_at"], zone), _wall(each["ends_at"], zone))
        for window in windows
        for each in window["open"]
    ]
    weeks = calendars.Calendar().monthdatescalendar(year, month)
    width = LEFT + 7 * (DAY_WIDTH + GAP) + 16
    row = HEAD + DAY_HEIGHT + 2 * GAP
    height = TOP + len(weeks) * row + 56
    out = [_opening(width, height, f"{space['name']}, {calendars.month_name[month]} {year}")]
    out += _title(space["name"], f"{calendars.month_name[month]} {year}", space["zone"])
    for nth, week in enumerate(weeks):
        top = TOP + nth * row + HEAD
        out += _hours(top)
        for column, day in enumerate(week):
            if day.month == month:
                left = LEFT + column * (DAY_WIDTH + GAP)
                out += _day(day, left, top, opened, blocks, zone)
    out += _legend(height - 30, blocks)
    return "\n".join([*out, "</svg>", ""])


def _blocks(
    space: Answer, windows: Sequence[Answer], bookings: Sequence[Answer], zone: ZoneInfo
) -> list[Block]:
    known = {each["id"]: each for each in bookings}
    found: dict[tuple[Any, ...], Block] = {}
    for taken in (each for window in windows for each in window["taken"]):
        booking = known.get(taken["booking_id"], {})
        kind = AGAIN if booking.get("series_id") else ONCE
        if taken.get("opening_id"):
            kind = EVERYBODY
        block = Block(
            _wall(taken["starts_at"], zone),
            _wall(taken["ends_at"], zone),
            kind,
            taken["shown_as"] or ("Open" if kind is EVERYBODY else "Taken"),
            booking.get("state") == "asked",
        )
        # A window may begin in the middle of it, so that two windows tell of it.
        found[block.start, block.end, block.words, taken["booking_id"]] = block
    for closed in space["closures"]:
        words = closed["words"] or ("Being mended" if closed["kind"] == "mending" else "Closed")
        start, end = _wall(closed["starts_at"], zone), _wall(closed["ends_at"], zone)
        found[start, end, words, closed["id"]] = Block(start, end, CLOSED, words)
    return sorted(found.values(), key=lambda each: (each.kind is not CLOSED, each.start))


def _wall(instant: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(instant).astimezone(zone).replace(tzinfo=None)


def _day(
    day: date,
    left: float,
    top: float,
    opened: Iterable[tuple[datetime, datetime]],
    blocks: Sequence[Block],
    zone: ZoneInfo,
) -> Iterable[str]:
    yield (
        f'<text x="{left + 2}" y="{top - 6}" class="day">{day.day}'
        f'<tspan class="soft" dx="5">{day:%a}</tspan></text>'
    )
    yield _box(left, top, DAY_WIDTH, DAY_HEIGHT, f'fill="{SHUT}" rx="4"')
    for start, end in opened:
        part = _part_of_day(start, end, day)
        if part is not None:
            yield _box(left, top + part[0] * HOUR, DAY_WIDTH, (part[1] - part[0]) * HOUR,
                       f'fill="{OPEN}"')  # fmt: skip
    for hour in (6, 12, 18):
        y = top + hour * HOUR
        yield f'<path d="M{left} {y}h{DAY_WIDTH}" stroke="{INK}" stroke-opacity=".08"/>'
    here = [
        (*part, each)
        for each in blocks
        if (part := _part_of_day(each.start, each.end, day)) is not None
    ]
    closed = [each for each in here if each[2].kind is CLOSED]
    others = [each for each in here if each[2].kind is not CLOSED]
    for begin, end, block in closed:
        yield from _block(block, left, top + begin * HOUR, DAY_WIDTH, (end - begin) * HOUR, day)
    for lane, lanes, (begin, end, block) in _side_by_side(others):
        wide = (DAY_WIDTH - 4) / lanes
        x = left + 2 + lane * wide
        yield from _block(block, x, top + begin * HOUR, wide, (end - begin) * HOUR, day)
    yield from _clock_change(day, left, top, zone)


def _part_of_day(start: datetime, end: datetime, day: date) -> tuple[float, float] | None:
    """Return from which to which hour of a day a time lasts, None where it has none of it."""
    midnight = datetime.combine(day, time.min)
    begin, finish = max(start, midnight), min(end, midnight + ONE_DAY)
    if begin >= finish:
        return None
    return (begin - midnight) / timedelta(hours=1), (finish - midnight) / timedelta(hours=1)


def _side_by_side(
    parts: Sequence[tuple[float, float, Block]],
) -> list[tuple[int, int, tuple[float, float, Block]]]:
    """Give each part a lane, so that those at the same time stand side by side."""
    placed: list[tuple[int, int, tuple[float, float, Block]]] = []
    group: list[tuple[int, tuple[float, float, Block]]] = []
    ends: list[float] = []
    for part in sorted(parts, key=lambda each: each[:2]):
        if ends and part[0] >= max(ends):
            placed += [(lane, len(ends), each) for lane, each in group]
            group, ends = [], []
        lane = next((at for at, end in enumerate(ends) if end <= part[0]), len(ends))
        ends[lane : lane + 1] = [part[1]]
        group.append((lane, part))
    return placed + [(lane, len(ends), each) for lane, each in group]


def _block(block: Block, x: float, y: float, wide: float, high: float, day: date) -> Iterable[str]:
    dashed = ' stroke-dasharray="3 2"' if block.is_asked else ""
    label = f"{block.start:%H:%M}–{block.end:%H:%M} {block.words}"
    yield f"<g><title>{escape(label)}</title>"
    yield _box(x + 0.5, y + 0.5, wide - 1, max(high - 1, 3),
               f'fill="{block.kind.fill}" stroke="{block.kind.edge}"{dashed} rx="3"')  # fmt: skip
    words = block.words if block.start.date() < day else f"{block.start:%H:%M} {block.words}"
    if high >= 11:
        line = y + min(high / 2, 10) + 3.4 if high >= 24 else y + high / 2 + 3.4
        for text in _lines(words, wide - 8, 2 if high >= 27 else 1):
            yield f'<text x="{x + 5}" y="{line:.1f}" class="words">{escape(text)}</text>'
            line += 11
    yield "</g>"


def _lines(words: str, wide: float, most: int) -> list[str]:
    """Return words in so many lines at most, with an ellipsis where they do not fit."""
    room = max(int(wide / LETTER), 1)
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [each if len(each) <= room else each[: room - 1].rstrip() + "…" for each in lines]


def _clock_change(day: date, left: float, top: float, zone: ZoneInfo) -> Iterable[str]:
    midnight = datetime.combine(day, time.min)
    for quarter in range(96):
        wall = midnight + quarter * timedelta(minutes=15)
        first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
        assert first is not None
        assert second is not None
        if first == second:
            continue
        # What comes twice or is skipped begins here: the clock jumps at its end or its beginning.
        by, goes = abs(first - second), "back" if first > second else "forward"
        from_, to = (wall + by, wall) if goes == "back" else (wall, wall + by)
        y = top + (wall - midnight) / timedelta(hours=1) * HOUR
        yield _box(
            left, y, DAY_WIDTH, by / timedelta(hours=1) * HOUR, f'fill="{MARK}" opacity=".2"'
        )
        yield f'<path d="M{left} {y}h{DAY_WIDTH}" stroke="{MARK}" stroke-dasharray="4 3"/>'
        yield (
            f'<text x="{left + 5}" y="{y + 19}" class="mark">'
            f"clocks {goes}, {from_:%H:%M} → {to:%H:%M}</text>"
        )
        return


def _hours(top: float) -> Iterable[str]:
    for hour in (0, 6, 12, 18, 24):
        y = top + hour * HOUR + 3
        yield f'<text x="{LEFT - 8}" y="{y}" class="hour">{hour:02}</text>'


def _title(name: str, month: str, zone: str) -> Iterable[str]:
    yield f'<text x="{LEFT}" y="40" class="title">{escape(name)}</text>'
    yield f'<text x="{LEFT}" y="62" class="soft">{escape(f"{month} · {zone} time")}</text>'


def _legend(y: float, blocks: Sequence[Block]) -> Iterable[str]:
    x: float = LEFT
    used = {each.kind.name for each in blocks}
    marks = [(OPEN, "#d9cfae", "Opening hours"), (SHUT, "#c4cbd0", "Outside them")]
    marks += [(each.fill, each.edge, each.legend) for each in KINDS if each.name in used]
    for fill, edge, words in marks:
        yield _box(x, y - 10, 14, 14, f'fill="{fill}" stroke="{edge}" rx="3"')
        yield f'<text x="{x + 20}" y="{y + 1.5}" class="legend">{words}</text>'
        x += 48 + len(words) * 6.4
    if any(each.is_asked for each in blocks):
        yield _box(x, y - 10, 14, 14, f'fill="none" stroke="{INK}" stroke-dasharray="3 2" rx="3"')
        yield f'<text x="{x + 20}" y="{y + 1.5}" class="legend">Waits for a yes</text>'


def _box(x: float, y: float, wide: float, high: float, paint: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" {paint}/>'


def _opening(width: float, height: float, words: str) -> str:
    font = "font-family:'Noto Sans','Segoe UI',Roboto,Helvetica,Arial,sans-serif"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" \
width="{width:g}" height="{height:g}" role="img" aria-label="{escape(words, quote=True)}">
<style>
text {{ {font}; fill: {INK}; font-size: 12px }}
.title {{ font-size: 24px; font-weight: 600 }}
.day {{ font-size: 13px; font-weight: 600 }}
.soft {{ fill: {SOFT}; font-weight: 400 }}
.hour {{ fill: {SOFT}; font-size: 9px; text-anchor: end }}
.words {{ font-size: 9.5px }}
.mark {{ fill: {MARK}; font-size: 9px; font-weight: 600 }}
.legend {{ font-size: 12px }}
</style>
<defs><pattern id="hatched" width="7" height="7" patternTransform="rotate(45)" \
patternUnits="userSpaceOnUse"><rect width="7" height="7" fill="#efe6e1"/>\
<path d="M0 0v7" stroke="#d8c5bb" stroke-width="3"/></pattern></defs>
<rect width="100%" height="100%" fill="{PAPER}" rx="10"/>"""


def main() -> None:
    """Draw what a file tells: {"year", "month", "space", "windows", "bookings"}."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    drawn = draw_month(
        told["space"],
        told["windows"],
        told.get("bookings", ()),
        year=told["year"],
        month=told["month"],
    )
    to = Path(sys.argv[2])
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
