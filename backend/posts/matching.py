"""Whether an offer and a need fit, how well, and why. Pure: the same two always give the same.

Kinds must be opposite, ways must go together, times must be able to meet, and the published points
must lie within reach. Then words count: those of the titles more than the rest, those that mean
the same as much as the same word. A shared category helps, and is never enough by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from uuid import UUID

from backend.kernel.periods import Period
from backend.places.distance import Degrees, metres_between
from backend.posts.categories import Category
from backend.posts.concepts import NONE, Meanings, concepts, meanings_of
from backend.posts.states import PostKind, Way
from backend.posts.stems import stem_of, words_of

REACH = 3_000.0
"""Metres on the ground at which nothing fits any more."""
ENOUGH = 0.55
"""How much two must have in common, from 0 to 1, to be worth telling anybody."""

OF_WORDS = 0.75
OF_CATEGORY = 0.25
RELATED = 0.5
"""What a related category counts, of the same one."""
SPECIFIC, WHOLE, UNKNOWN = 1.0, 0.5, 0.3
"""What a word counts that means one thing, that stands for a category, and that nobody listed."""
FOREIGN = 0.4
"""What is left of a word that nobody listed beside another language: it says nothing there."""
BELOW_THE_TITLE = 0.35
COVERED = 0.7
"""How far a word that stands for a category fits one that means something in it."""
OF_THE_BETTER = 0.6
"""How much it counts that all of one is in the other; the rest, that it is so both ways."""

GOES_WITH = frozenset(
    {
        (Way.GIVE, Way.GIVE),
        (Way.LEND, Way.LEND),
        (Way.LEND, Way.GIVE),
        (Way.GIVE, Way.LEND),
        (Way.DO, Way.DO),
        (Way.TOGETHER, Way.TOGETHER),
    }
)

_C = Category
_NO_CATEGORY: frozenset[Category] = frozenset()
RELATED_CATEGORIES = frozenset(
    frozenset(pair)
    for pair in [
        (_C.SHOPPING, _C.HEALTH_ERRANDS),
        (_C.SHOPPING, _C.FOOD),
        (_C.SHOPPING, _C.TRANSPORT),
        (_C.HEALTH_ERRANDS, _C.TRANSPORT),
        (_C.HEALTH_ERRANDS, _C.COMPANY),
        (_C.HEALTH_ERRANDS, _C.HOUSEHOLD),
        (_C.HOUSEHOLD, _C.TOOLS),
        (_C.HOUSEHOLD, _C.REPAIRS),
        (_C.HOUSEHOLD, _C.CHILDREN),
        (_C.HOUSEHOLD, _C.CELEBRATIONS),
        (_C.TOOLS, _C.REPAIRS),
        (_C.TOOLS, _C.GARDEN),
        (_C.TRANSPORT, _C.REPAIRS),
        (_C.CLOTHES, _C.CHILDREN),
        (_C.CLOTHES, _C.CELEBRATIONS),
        (_C.CHILDREN, _C.LEARNING),
        (_C.GARDEN, _C.FOOD),
        (_C.GARDEN, _C.REPAIRS),
        (_C.ANIMALS, _C.COMPANY),
        (_C.COMPANY, _C.SPORT_AND_GAMES),
        (_C.COMPANY, _C.LANGUAGES),
        (_C.LANGUAGES, _C.LEARNING),
        (_C.LANGUAGES, _C.PAPERWORK),
        (_C.LEARNING, _C.COMPUTERS),
        (_C.LEARNING, _C.MUSIC_AND_ARTS),
        (_C.COMPUTERS, _C.PAPERWORK),
        (_C.MUSIC_AND_ARTS, _C.CELEBRATIONS),
        (_C.FOOD, _C.CELEBRATIONS),
    ]
)


class Why(StrEnum):
    """Why two fit; codes that phones may branch on."""

    CATEGORY = "category"
    WORDS = "words"
    DISTANCE = "distance"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with what it is about: a category, words, metres, or an instant."""

    code: Why
    category: Category | None = None
    words: tuple[str, ...] = ()
    metres: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two fit, above 0 and up to 1, and why, the weightiest reason first."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A word of a text, what it may mean, and how much it counts."""

    word: str
    meanings: Meanings
    stem: str
    weight: float


@dataclass(frozen=True, slots=True)
class Heard:
    """All of a text together, in which a word of another is looked for at one go."""

    meanings: Meanings
    whole: frozenset[Category]
    """The categories that some of its words stand for."""
    within: frozenset[Category]
    """Those in which some of its words mean something."""
    words: frozenset[str]
    stems: frozenset[str]
    unknown_words: frozenset[str]
    unknown_stems: frozenset[str]
    """Of the words that nobody listed."""


@dataclass(frozen=True)
class Matchable:
    """What is looked at of an offer or a need: nothing but what others see of it.

    ``times`` are those in which it can be, None for any time. ``at`` is the published point.
    """

    id: UUID
    kind: PostKind
    way: Way
    category: Category
    title: str
    words: str
    language: str
    at: Degrees
    times: Sequence[Period] | None = field(default=None)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """What it speaks of, each thing once, the title first."""
        found: dict[object, Said] = {}
        for text, share in ((self.title, 1.0), (self.words, BELOW_THE_TITLE)):
            for word, meanings in meanings_of(words_of(text, self.language), self.language):
                meant = _meant_here(meanings, self.category)
                stem = stem_of(word, self.language)
                found.setdefault(meant or stem, Said(word, meant, stem, share * _weight_of(meant)))
        return tuple(found.values())

    @cached_property
    def heard(self) -> Heard:
        """What it speaks of, taken together."""
        known = [each.meanings for each in self.said if each.meanings]
        unknown = [each for each in self.said if not each.meanings]
        categories = [_categories_of(each) for each in known]
        return Heard(
            meanings=NONE.union(*known),
            whole=_NO_CATEGORY.union(*(whole for whole, _ in categories)),
            within=_NO_CATEGORY.union(*(within for _, within in categories)),
            words=frozenset(each.word for each in self.said),
            stems=frozenset(each.stem for each in self.said),
            unknown_words=frozenset(each.word for each in unknown),
            unknown_stems=frozenset(each.stem for each in unknown),
        )


def fit(one: Matchable, other: Matchable) -> Fit | None:
    """Return how well an offer and a need fit and why, None where they do not.

    The order of the two decides nothing but whose words are shown: those of the ``other``.
    """
    if not can_meet(one, other):
        return None
    metres = metres_between(one.at, other.at)
    if metres >= REACH:
        return None
    shared, words = _in_common(one, other)
    content = OF_WORDS * shared + OF_CATEGORY * _nearness_of(one, other)
    if content < ENOUGH:
        return None
    score = round(content * (1 - metres / REACH), 4)
    return Fit(score, tuple(_reasons(one, other, words, metres))) if score > 0 else None


def can_meet(one: Matchable, other: Matchable) -> bool:
    """Answer whether two are an offer and a need of ways and times that go together."""
    if {one.kind, other.kind} != {PostKind.OFFER, PostKind.NEED}:
        return False
    if (one.way, other.way) not in GOES_WITH:
        return False
    return one.times is None or other.times is None or _first_meeting(one, other) is not None


def are_related(one: Category, other: Category) -> bool:
    """Answer whether what is put in one category may well be meant by the other."""
    return one is other or frozenset({one, other}) in RELATED_CATEGORIES or _C.OTHER in (one, other)


def related_to(category: Category) -> list[Category]:
    """List the categories in which something of this one may be found, itself first."""
    return [category, *(each for each in Category if each is not category
                        and are_related(category, each))]  # fmt: skip


def ways_for(way: Way) -> list[Way]:
    """List the ways that go with one."""
    return [each for each in Way if (way, each) in GOES_WITH]


def _weight_of(meanings: Meanings) -> float:
    if not meanings:
        return UNKNOWN
    return WHOLE if all(concepts()[each].whole for each in meanings) else SPECIFIC


def _meant_here(meanings: Meanings, category: Category) -> Meanings:
    """Keep of several meanings those of the post's own category, where there are such."""
    known = concepts()
    here = [each for each in meanings if known[each].category is category]
    if not here:
        return meanings
    wide = [each for each in meanings if known[each].whole]
    return frozenset((*here, *wide))


def _in_common(one: Matchable, other: Matchable) -> tuple[float, tuple[str, ...]]:
    """Return how much of what they say is the same, 0 to 1, and the words of the other for it."""
    if not one.said or not other.said:
        return 0.0, ()
    foreign = one.language != other.language
    theirs = [(each, _degree(each, one.heard, foreign)) for each in other.said]
    if not any(degree for _, degree in theirs):
        return 0.0, ()
    ours = [(each, _degree(each, other.heard, foreign)) for each in one.said]
    shares = sorted((_share(ours, foreign), _share(theirs, foreign)))
    words = tuple(each.word for each, degree in theirs if degree > 0)
    return OF_THE_BETTER * shares[1] + (1 - OF_THE_BETTER) * shares[0], words


def _share(matched: Sequence[tuple[Said, float]], foreign: bool) -> float:
    """Return how much of one side is in the other, by weight."""
    whole = part = 0.0
    for each, degree in matched:
        weight = each.weight * (FOREIGN if foreign and not each.meanings and not degree else 1)
        whole += weight
        part += weight * degree
    return part / whole


def _degree(said: Said, others: Heard, foreign: bool) -> float:
    """Return how far a word is in another text: as a meaning, as a word, or as its category.

    A word that nobody listed may be the same as any; one that is listed, as any that is not.
    """
    if not said.meanings:
        same = said.word in others.words or (not foreign and said.stem in others.stems)
        return 1.0 if same else 0.0
    if not said.meanings.isdisjoint(others.meanings):
        return 1.0
    if said.word in others.unknown_words or (not foreign and said.stem in others.unknown_stems):
        return 1.0
    whole, within = _categories_of(said.meanings)
    covers = not whole.isdisjoint(others.within) or not within.isdisjoint(others.whole)
    return COVERED if covers else 0.0


@lru_cache(maxsize=4096)
def _categories_of(meanings: Meanings) -> tuple[frozenset[Category], frozenset[Category]]:
    """Return the categories that meanings stand for as a whole, and all in which they are."""
    known = [concepts()[each] for each in meanings]
    whole = frozenset(each.category for each in known if each.whole)
    return whole, frozenset(each.category for each in known)


def _nearness_of(one: Matchable, other: Matchable) -> float:
    if one.category is other.category:
        return 1.0
    return RELATED if are_related(one.category, other.category) else 0.0


def _first_meeting(one: Matchable, other: Matchable) -> datetime | None:
    starts = [
        max(ours.start, theirs.start)
        for ours in one.times or ()
        for theirs in other.times or ()
        if ours.overlaps(theirs)
    ]
    return min(starts, default=None)


def _reasons(
    one: Matchable, other: Matchable, words: tuple[str, ...], metres: float
) -> Iterable[Reason]:
    if words:
        yield Reason(Why.WORDS, words=words[:3])
    if one.category is other.category:
        yield Reason(Why.CATEGORY, category=one.category)
    at = _first_meeting(one, other)
    if at is not None:
        yield Reason(Why.TIME, at=at)
    # No nearer than the cell: all within one share a point.
    yield Reason(Why.DISTANCE, metres=round(metres / 100) * 100)
