"""Counting votes, purely: what a ballot may say, and what comes of all of them together.

Whoever has the ballots without their names, as the server publishes them, can count again: there
is nothing else in it but the quorum and, where one of the ballots is drawn, the link of the
server's hash chain that was promised when the vote opened.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.decisions.rules import MOST_SUPPORT
from backend.decisions.states import Method
from backend.kernel.lots import order_by_lot, seed_of

Choice = Mapping[str, Any]
"""What a ballot says, as it is sent, kept and published."""


class Vote(StrEnum):
    """What one may say to a question."""

    FINE = "fine"
    OBJECT = "object"
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


VOTES = {
    Method.CONSENT: (Vote.FINE, Vote.OBJECT),
    Method.MAJORITY: (Vote.YES, Vote.NO, Vote.ABSTAIN),
    Method.TWO_THIRDS: (Vote.YES, Vote.NO, Vote.ABSTAIN),
}


class Result(StrEnum):
    """What came of a vote."""

    PASSED = "passed"
    REJECTED = "rejected"
    OBJECTED = "objected"
    NO_QUORUM = "no_quorum"
    TIED = "tied"


@dataclass(frozen=True, slots=True)
class Count:
    """What came of a vote, and the numbers that show how."""

    result: Result
    tally: dict[str, Any]

    @property
    def chosen(self) -> int | None:
        """The option that was chosen, None where there were none or all stays as it is."""
        chosen: int | None = self.tally.get("chosen")
        return chosen


def fits(method: Method, choice: Choice, options: int) -> bool:
    """Answer whether a ballot says what this method asks, of so many options, the last included."""
    if method in VOTES:
        return set(choice) == {"vote"} and choice["vote"] in VOTES[method]
    if method is Method.SUPPORT:
        given = choice.get("support")
        return (
            set(choice) == {"support"}
            and isinstance(given, list)
            and len(given) == options
            and all(type(each) is int and 0 <= each <= MOST_SUPPORT for each in given)
        )
    named = choice.get("option")
    return set(choice) == {"option"} and type(named) is int and 0 <= named < options


def count(
    method: Method, ballots: Iterable[Choice], *, quorum: int, options: int = 0, link: bytes = b""
) -> Count:
    """Count the ballots of a vote. ``options`` is how many, the last being that all stays.

    ``link`` is what was revealed of the hash chain, where a ballot is drawn.
    """
    ballots = list(ballots)
    tally: dict[str, Any] = {"ballots": len(ballots), "quorum": quorum}
    if method is Method.SUPPORT:
        result = _support(ballots, options, tally)
    elif method is Method.LOT:
        result = _lot(ballots, options, link, tally, enough=len(ballots) >= quorum)
    else:
        result = _vote(method, ballots, tally)
    if len(ballots) < quorum:
        tally.pop("chosen", None)
        result = Result.NO_QUORUM
    return Count(result, tally)


def _vote(method: Method, ballots: Sequence[Choice], tally: dict[str, Any]) -> Result:
    votes = Counter(each["vote"] for each in ballots)
    for each in VOTES[method]:
        tally[each.value] = votes[each]
    yes, no = votes[Vote.YES], votes[Vote.NO]
    if method is Method.CONSENT:
        return Result.OBJECTED if votes[Vote.OBJECT] else Result.PASSED
    if method is Method.TWO_THIRDS:
        return Result.PASSED if yes and 3 * yes >= 2 * (yes + no) else Result.REJECTED
    if yes == no:
        return Result.TIED
    return Result.PASSED if yes > no else Result.REJECTED


def _support(ballots: Sequence[Choice], options: int, tally: dict[str, Any]) -> Result:
    sums = [sum(each["support"][option] for each in ballots) for option in range(options)]
    tally["support"] = sums
    *real, stays = sums
    best = max(real, default=0)
    if best <= stays:
        return Result.REJECTED
    if real.count(best) > 1:
        return Result.TIED
    tally["chosen"] = real.index(best)
    return Result.PASSED


def _lot(
    ballots: Sequence[Choice], options: int, link: bytes, tally: dict[str, Any], *, enough: bool
) -> Result:
    named = Counter(each["option"] for each in ballots)
    tally["named"] = [named[option] for option in range(options)]
    if not ballots or not enough:
        return Result.REJECTED
    tally["link"] = link.hex()
    option = drawn(tally["named"], link)
    if option == options - 1:
        return Result.REJECTED
    tally["chosen"] = option
    return Result.PASSED


def drawn(named: Sequence[int], link: bytes) -> int:
    """Return the option of the ballot that is drawn, given how many named each.

    The ballots are called "0.0", "0.1" and so on, option first, and drawn from as people are
    (`backend.kernel.lots`). Nobody knows the link while voting, and the server bound itself to it
    before.
    """
    pool = [f"{option}.{each}" for option in range(len(named)) for each in range(named[option])]
    return int(order_by_lot(seed_of(link, pool), pool)[0].split(".")[0])
