"""Draws half a year of groups as SVG, from the answers of the API and from nothing else.

What it needs of each group: how many belonged when (`GET /v1/groups/{id}`), its record
(`GET /v1/groups/{id}/record/export`), what it decided and drew (`/decisions`, `/draws`), and when
it met (`GET /v1/meetings/{id}/dates`). It has no names of people but what stands in a title.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Answer = Mapping[str, Any]

WIDTH, LEFT, RIGHT = 1200, 136, 24
TOP = 128
"""Where the first band begins, below the title and the months."""
CHART, BAR, LANE, MARK, KEY = 54, 16, 20, 20, 19  # pixels
LETTER = 6.6
"""About how wide a letter is at 12 pixels."""

STYLE = """
text { font-family: 'Noto Sans','Segoe UI',Roboto,Helvetica,Arial,sans-serif; font-size: 12px }
text { fill: #22303c }
.title { font-size: 24px; font-weight: 600 }
.name { font-size: 16px; font-weight: 600 }
.soft { fill: #56636e }
.end { text-anchor: end }
.middle { text-anchor: middle }
.paper { fill: #ffffff }
.silence { fill: #eceff1 }
.line { stroke: #22303c; stroke-opacity: .16; fill: none }
.many { fill: #dfeadf; stroke: #3b8f58; stroke-width: 1.5 }
.term { fill: #c3d8f0; stroke: #3d78b8 }
.two { fill: url(#two); stroke: #8a7d55 }
.two-paper { fill: #fbf7ea } .two-line { stroke: #d6c48a }
.tick { stroke: #22303c; stroke-width: 2 }
.done { fill: #2f7d4b } .not { fill: #5b6873 } .stopped { fill: #b3471b }
.few { fill: #ffffff; stroke: #5b6873; stroke-width: 1.5; stroke-dasharray: 3 2 }
.lot { fill: #75509b }
.on { fill: #ffffff; font-weight: 600; text-anchor: middle }
.off { font-weight: 600; text-anchor: middle }
@media (prefers-color-scheme: dark) {
text { fill: #e4e9ed }
.soft { fill: #a9b5bf }
.paper { fill: #14191e }
.silence { fill: #232a31 }
.line { stroke: #e4e9ed }
.many { fill: #1f3527; stroke: #6cc08a }
.term { fill: #234669; stroke: #7fb0e6 }
.two { stroke: #b7a670 }
.two-paper { fill: #2b281c } .two-line { stroke: #6b6136 }
.tick { stroke: #e4e9ed }
.few { fill: #14191e; stroke: #a9b5bf }
.on { fill: #ffffff }
}
"""
BEGAN = {"founding": "founder", "consent": "by consent", "lot": "by lot"}
ENDED = {
    "over": "term over",
    "left": "left",
    "silent": "silent for four weeks",
    "recalled": "recalled",
}
CAME = {
    "consent": "nobody objected",
    "majority": "most were for it",
    "two_thirds": "two thirds were for it",
    "support": "liked best",
    "lot": "one ballot drawn",
}
BECAME = {
    "rejected": ("not", "did not pass"),
    "contested": ("stopped", "contested, all stays"),
    "objected": ("stopped", "somebody objected"),
    "no_quorum": ("few", "too few voted"),
    "tied": ("not", "a tie"),
}
LEGEND = (("done", "decided"), ("not", "did not pass"), ("stopped", "contested or objected to"),
          ("few", "too few voted"), ("lot", "people drawn by lot"))  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A time for which somebody looked after a group."""

    start: datetime
    end: datetime
    words: str


@dataclass(frozen=True)
class Mark:
    """Something decided or drawn."""

    at: datetime
    kind: str
    title: str
    words: str
    """What came of it."""


@dataclass(frozen=True)
class Scale:
    """Where an instant is."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def x(self, at: datetime) -> float:
        """Return how far to the right an instant is, in pixels."""
        return LEFT + (at - self.start) / (self.end - self.start) * (WIDTH - LEFT - RIGHT)


def draw_half_a_year(told: Answer) -> str:
    """Return the timeline of the groups as SVG, months from left to right."""
    zone = ZoneInfo(told["zone"])
    scale = Scale(_at(told["starts_at"]), _at(told["ends_at"]), zone)
    bands: list[str] = []
    y = float(TOP)
    for group in told["groups"]:
        band, y = _band(group, y, scale, [_at(each) for each in told["silent"]])
        bands += band
    height = y + 40
    left, right = (scale.x(_at(each)) for each in told["silent"])
    out = [
        _opening(height, told["title"]),
        _text(24, 40, told["title"], "title"),
        _text(24, 64, told["words"], "soft"),
        _box(left, 84, right - left, TOP - 84, "silence"),
        _text((left + right) / 2, 118, "nobody opens the app", "soft middle"),
        *_months(scale),
        *bands,
        *_legend(height - 16),
    ]
    return "\n".join([*out, "</svg>", ""])


def _opening(height: float, words: str) -> str:
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" \
width="{WIDTH}" height="{height:g}" role="img" aria-label="{escape(words, quote=True)}">
<style>{STYLE}</style>
<defs><pattern id="two" width="7" height="7" patternTransform="rotate(45)" \
patternUnits="userSpaceOnUse"><rect width="7" height="7" class="two-paper"/>\
<path d="M0 0v7" class="two-line" stroke-width="3"/></pattern></defs>
<rect width="100%" height="100%" class="paper" rx="10"/>"""


def _band(
    group: Answer, y: float, scale: Scale, silent: Sequence[datetime]
) -> tuple[list[str], float]:
    """Return what is drawn of one group from a height on, and where the next begins."""
    top = y
    out = [_text(24, y + 24, group["name"], "name")]
    y += 36
    out += [_text(24, y + CHART - 4, "members", "soft"), *_members(group["members"], y, scale)]
    y += CHART + 16
    terms = _terms(group["record"]["entries"], scale.end)
    out.append(_text(24, y + 12, "stewards", "soft"))
    lanes = _lanes([(scale.x(each.start), scale.x(each.end), each.words) for each in terms])
    for lane, term in zip(lanes, terms, strict=True):
        out += _bar(term, y + lane * LANE, scale)
    y += (max(lanes, default=-1) + 1) * LANE + 2
    out.append(_text(24, y + 12, "any two", "soft"))
    founded = _at(group["record"]["entries"][0]["at"])
    for start, end in _together(founded, terms, scale.end):
        out.append(_box(scale.x(start), y, scale.x(end) - scale.x(start), BAR, "two", rx=3))
    y += LANE + 8
    marks = _marks(group)
    out.append(_text(24, y + 14, "decisions", "soft"))
    rows = _lanes([(scale.x(each.at) - 10, scale.x(each.at) + 10, "") for each in marks])
    for number, (row, mark) in enumerate(zip(rows, marks, strict=True), 1):
        out += _mark(mark.kind, number, scale.x(mark.at), y + row * (MARK + 2) + 10)
    y += (max(rows, default=0) + 1) * (MARK + 2) + 4
    if group["meetings"]:
        out.append(_text(24, y + 12, "meetings", "soft"))
        for each in group["meetings"]:
            out.append(f'<path d="M{scale.x(_at(each)):.1f} {y:g}v14" class="tick"/>')
        y += 24
    behind = [_box(scale.x(silent[0]), top, scale.x(silent[1]) - scale.x(silent[0]), y - top,
                   "silence")]  # fmt: skip
    behind += [f'<path d="M{x:.1f} {top:g}V{y:g}" class="line"/>' for x in _firsts(scale).values()]
    behind.append(f'<path d="M24 {top:g}H{WIDTH - RIGHT}" class="line"/>')
    out += _key(marks, y + 20, scale)
    return behind + out, y + 20 + KEY * -(-len(marks) // 2) + 8


def _members(counted: Sequence[Sequence[Any]], y: float, scale: Scale) -> Iterable[str]:
    """Yield a step for each number of members, and the number where there is room for it."""
    most = max(number for _, number in counted)
    steps = [(scale.x(_at(at)), y + CHART - CHART * number / most) for at, number in counted]
    path = f"M{steps[0][0]:.1f} {y + CHART:g}"
    for at, (_, high) in enumerate(steps):
        following = steps[at + 1][0] if at + 1 < len(steps) else scale.x(scale.end)
        path += f"V{high:.1f}H{following:.1f}"
    yield f'<path d="{path}V{y + CHART:g}Z" class="many"/>'
    said, last = None, -100.0
    for (_, number), (x, high) in zip(counted, steps, strict=True):
        if (
            number != said
            and x - last > (34 if number > 99 else 20)
            and x < scale.x(scale.end) - 20
        ):
            yield _text(x + 3, high - 4, str(number))
            said, last = number, x
    if said != counted[-1][1]:
        yield _text(steps[-1][0], steps[-1][1] - 4, str(counted[-1][1]), "end")


def _terms(entries: Iterable[Answer], until: datetime) -> list[Term]:
    """Return the times for which members looked after a group, from its record."""
    begun: dict[str, tuple[datetime, str]] = {}
    terms = []
    for each in entries:
        who = each["facts"].get("member", "")
        if each["act"] == "steward_began":
            begun[who] = _at(each["at"]), BEGAN.get(each["facts"]["how"], "by decision")
        elif each["act"] == "steward_ended":
            start, how = begun.pop(who)
            ended = ENDED.get(each["facts"]["how"], "stepped down")
            terms.append(Term(start, _at(each["at"]), f"{how} – {ended}"))
    terms += [Term(start, until, how) for start, how in begun.values()]
    return sorted(terms, key=lambda each: (each.start, each.end, each.words))


def _together(
    founded: datetime, terms: Sequence[Term], until: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the times in which there were fewer stewards than there ever were."""
    edges = sorted({founded, until, *(at for each in terms for at in (each.start, each.end))})
    spans = [
        (start, end, sum(each.start <= start and end <= each.end for each in terms))
        for start, end in pairwise(edges)
    ]
    seats = max((there for _, _, there in spans), default=0)
    joined: list[tuple[datetime, datetime]] = []
    for start, end, there in spans:
        if there < seats and joined and joined[-1][1] == start:
            joined[-1] = joined[-1][0], end
        elif there < seats:
            joined.append((start, end))
    return joined


def _marks(group: Answer) -> list[Mark]:
    """Return what a group decided and drew, in the order in which it was."""
    marks = []
    for each in group["decisions"]:
        if each["settled_at"] is not None:
            came = "done", CAME[each["method"]]
            kind, words = BECAME.get(each["state"], came)
            marks.append(Mark(_at(each["settled_at"]), kind, each["title"], words))
    for each in group["draws"]:
        if each["state"] == "drawn":
            drawn = f"{each['seats']} drawn by lot"
            marks.append(Mark(_at(each["closes_at"]), "lot", each["purpose"], drawn))
    return sorted(marks, key=lambda each: (each.at, each.title))


def _lanes(extents: Sequence[tuple[float, float, str]]) -> list[int]:
    """Give each extent the first lane in which it and its words touch nothing before it."""
    ends: list[float] = []
    lanes = []
    for start, end, words in extents:
        begins = start if _fits(words, end - start) else start - len(words) * LETTER - 8
        lane = next((at for at, each in enumerate(ends) if each <= begins), len(ends))
        ends[lane : lane + 1] = [end + 2]
        lanes.append(lane)
    return lanes


def _bar(term: Term, y: float, scale: Scale) -> Iterable[str]:
    left, right = scale.x(term.start), scale.x(term.end)
    yield _box(left, y, max(right - left, 3), BAR, "term", rx=3)
    if _fits(term.words, right - left):
        yield _text(left + 6, y + 12, term.words)
    else:
        yield _text(left - 5, y + 12, term.words, "end")


def _fits(words: str, wide: float) -> bool:
    return len(words) * LETTER + 10 <= wide


def _mark(kind: str, number: int | None, x: float, y: float) -> Iterable[str]:
    shapes = {
        "done": f'<circle cx="{x:.1f}" cy="{y:g}" r="9.5" class="done"/>',
        "few": f'<circle cx="{x:.1f}" cy="{y:g}" r="9" class="few"/>',
        "not": _box(x - 9, y - 9, 18, 18, "not", rx=1),
        "lot": _box(x - 9, y - 9, 18, 18, "lot", rx=6),
        "stopped": f'<path d="M{x:.1f} {y - 12:g}l12 12l-12 12l-12 -12z" class="stopped"/>',
    }
    yield shapes[kind]
    if number is not None:
        yield _text(x, y + 4.3, str(number), "off" if kind == "few" else "on")


def _key(marks: Sequence[Mark], y: float, scale: Scale) -> list[str]:
    """Return what each number is, in two columns that are read downwards."""
    rows = -(-len(marks) // 2)
    out = []
    for at, mark in enumerate(marks):
        x, line = LEFT + (at // rows) * 536, y + (at % rows) * KEY
        on = mark.at.astimezone(scale.zone)
        out.append(_text(x, line, f"{at + 1}", "end"))
        out.append(
            f'<text x="{x + 8}" y="{line:g}"><tspan class="soft">{_day(on)}</tspan> '
            f'{escape(mark.title)} <tspan class="soft">– {escape(mark.words)}</tspan></text>'
        )
    return out


def _firsts(scale: Scale) -> dict[date, float]:
    """Return where each month begins, the first of them where the picture does."""
    first = scale.start.astimezone(scale.zone).date().replace(day=1)
    firsts = {}
    while first <= scale.end.astimezone(scale.zone).date():
        begins = datetime(first.year, first.month, 1, tzinfo=scale.zone)
        firsts[first] = scale.x(max(begins, scale.start))
        first = (first + timedelta(days=32)).replace(day=1)
    return firsts


def _months(scale: Scale) -> Iterable[str]:
    firsts = _firsts(scale)
    for (month, x), following in zip(
        firsts.items(), [*list(firsts.values())[1:], scale.x(scale.end)], strict=True
    ):
        yield f'<path d="M{x:.1f} 84V{TOP}" class="line"/>'
        yield _text(x + 5, 98, f"{month:%B}" if following - x > 70 else f"{month:%b}")


def _legend(y: float) -> Iterable[str]:
    x = float(LEFT)
    for kind, words in LEGEND:
        yield from _mark(kind, None, x + 10, y - 4)
        yield _text(x + 26, y, words)
        x += 44 + len(words) * LETTER
    yield _box(x, y - 12, 18, BAR, "two", rx=3)
    yield _text(x + 26, y, "seats are free: any two keep it going")


def _day(at: date) -> str:
    return f"{at.day} {at:%b}"


def _at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:g}"{kind}>{escape(words)}</text>'


def _box(x: float, y: float, wide: float, high: float, kind: str, rx: int = 0) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:g}" width="{wide:.1f}" height="{high:g}" class="{kind}" '
        f'rx="{rx}"/>'
    )


def main() -> None:
    """Draw what a file tells, as the story of half a year writes it."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    to = Path(sys.argv[2])
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(draw_half_a_year(told), encoding="utf-8")


if __name__ == "__main__":
    main()
