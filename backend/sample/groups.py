"""Who belongs together in Saltmarsh Bay, what they decide and say. All of it is made up."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from backend.groups.states import Joining, Shows, Visibility


class Together(NamedTuple):
    """A group, its first member first. One joins after the other, ``hours`` apart.

    Of a ``neighbourhood`` it is a circle around the bandstand of so many metres.
    """

    key: str
    name: str
    purpose: str
    members: tuple[str, ...]
    days_ago: float
    hours: int = 6
    languages: tuple[str, ...] = ("en",)
    joining: Joining = Joining.OPEN
    visibility: Visibility = Visibility.NEARBY
    questions: tuple[str, ...] = ()
    shows: Shows = Shows.FIRST_NAME
    radius_metres: int = 0
    inside: str = ""


NEIGHBOURHOOD = Together(
    "bay",
    "Saltmarsh Bay",
    "Everybody between the slipway and the farm. What concerns all of us is decided by all of us.",
    ("hazel", "imran", "amina", "ruth", "yusuf", "layla", "fiona", "gareth", "gwen", "rosa",
     "ewan", "nadia", "jo", "winston", "chloe", "edith"),
    days_ago=150,
    radius_metres=1_700,
    languages=("en", "pl", "ar"),
)  # fmt: skip
SHED = Together(
    "shed",
    "Men’s shed",
    "Making is optional, tea is not. Women come too, and the name stays because Derek painted it.",
    ("derek", "klaus", "stan", "winston", "george", "tom", "peter", "hiroshi", "iris"),
    days_ago=100,
    joining=Joining.ASK,
    questions=("What would you like to make, or mend?",),
    inside="bay",
)
CHOIR_BEGAN = "miriam"
"""Whose term, the first one, is about to end (see `backend.sample.founding`)."""
CHOIR = Together(
    "choir",
    "Bay choir",
    "Nobody auditions, nobody sings alone unless they want to.",
    (CHOIR_BEGAN, "kwame", "gwen", "stan", "rosa", "bea", "olena", "soraya", "priya", "hannah",
     "callum", "ali", "maud", "edith"),
    days_ago=0,
    languages=("en", "cy", "uk"),
)  # fmt: skip
CIRCLE = Together(
    "circle",
    "The Thursday circle",
    "For whoever had bad years. What is said there stays there.",
    ("sean", "danny", "olena", "marek", "peter", "maud"),
    days_ago=120,
    joining=Joining.INVITED,
    visibility=Visibility.HIDDEN,
)
HOUSEHOLDS = (("bay", "yusuf", "al-Hamdan"), ("bay", "layla", "al-Hamdan"))
"""Who lives with whom, as each told their neighbourhood."""
STOOD = (("bay", "imran", 140), ("choir", "kwame", 60), ("choir", "gwen", 1))
"""Who would look after which group, and how many days ago they said so."""


class Asked(NamedTuple):
    """What somebody proposes to a group, so many days ago, and who says what to it.

    ``votes`` are those of the first members in their order, as far as they come; ``said`` is by
    whom and what. ``closes_in`` is in days from planting, at seven in the evening there.
    """

    key: str
    group: str
    by: str
    days_ago: float
    title: str
    words: str = ""
    action: str = "words"
    params: Mapping[str, Any] = {}
    method: str = ""
    options: tuple[str, ...] = ()
    closes_in: int | None = None
    votes: tuple[Any, ...] = ()
    said: tuple[tuple[str, str], ...] = ()


ASKED = (
    Asked(
        "belong",
        "choir",
        "miriam",
        145,
        "Shall the choir belong to Saltmarsh Bay?",
        action="join_neighbourhood",
        params={"neighbourhood_id": "bay"},
    ),
    Asked(
        "manners",
        "choir",
        "kwame",
        45,
        "How we are with each other",
        "So that nobody has to guess.",
        action="adopt_agreement",
        params={
            "agreement_title": "How we are with each other",
            "agreement_words": "Whoever comes late sings from the door until the song is over."
            " Nobody is told that they are flat; we stand closer.",
        },
        votes=("yes", "yes", "yes", "no", "yes", "yes", "abstain", "yes", "yes", None, "yes"),
        said=(("stan", "I am always late. Can it be a short song?"), ("miriam", "It can.")),
    ),
    Asked(
        "bus",
        "bay",
        "gareth",
        30,
        "The 47 on Sundays",
        "We, the neighbours of Saltmarsh Bay, ask the county to let bus 47 run on Sundays again."
        " Four of us drive others to church, to the hospital and to their sisters; forty would"
        " rather go by bus.",
        action="publish_words",
        method="majority",
        votes=("yes", "yes", "yes", "yes", "abstain", "yes", "yes", "no", "yes", "yes"),
        said=(("ewan", "I shall drive whoever needs it until they answer."),),
    ),
    Asked(
        "yellow",
        "shed",
        "stan",
        12,
        "Shall we paint the Shed yellow?",
        votes=(None, "object", "fine"),
        said=(("klaus", "Yellow is for buses. Grün, bitte."),),
    ),
    Asked(
        "evening",
        "shed",
        "klaus",
        0.5,
        "When shall we open a second time in the week?",
        method="support",
        options=("Thursday evening", "Saturday afternoon", "Sunday after church"),
        closes_in=3,
        votes=([5, 2, 0, 1], [3, 5, 0, 0], None, [4, 1, 3, 2]),
        said=(("iris", "Not Sunday, I dig on Sundays."),),
    ),
    Asked(
        "lanterns",
        "choir",
        "gwen",
        0.8,
        "We sing at the lantern evening, outside. Any objections?",
        "By the bandstand, with gloves. If it pours, in the hall.",
        closes_in=2,
        votes=(None, None, "fine"),
    ),
)


class Pinned(NamedTuple):
    """A notice on a group's board, hours ago, and what was answered, an hour after each other."""

    key: str
    group: str
    by: str
    hours_ago: float
    title: str
    words: str
    answers: tuple[tuple[str, str], ...] = ()


PINNED = (
    Pinned(
        "songs",
        "choir",
        "miriam",
        50,
        "Songs for the lanterns",
        "Bring one that you sang as a child, in whatever language. We learn the first verse.",
        (
            ("olena", "Щедрик. You all know it already, you only do not know that you do."),
            ("gwen", "Calon Lân. I shall bring the words, and I shall not bring the harmony."),
            ("hannah", "Der Mond ist aufgegangen."),
            ("miriam", "Three alto parts. I am so happy."),
        ),
    ),
    Pinned(
        "vice",
        "shed",
        "derek",
        30,
        "A bench vice to spare",
        "Opens, shuts, weighs as much as I do. It wants a home with a bench.",
        (("hiroshi", "The dairy has a bench."), ("derek", "Bring two friends and a cart.")),
    ),
    Pinned(
        "door",
        "circle",
        "sean",
        20,
        "This Thursday",
        "I have the key. Come at seven if you would rather not walk in last.",
    ),
)


class Wished(NamedTuple):
    """Somebody who would like to join, and the members who have lent a hand so far."""

    group: str
    by: str
    hours_ago: float
    answers: tuple[str, ...]
    hands: tuple[str, ...]


WISHES = (Wished("shed", "danny", 30, ("A ramp that does not rattle.",), ("klaus",)),)


class Drawn(NamedTuple):
    """A draw by lot, and who stepped out of its pool."""

    group: str
    by: str
    days_ago: float
    purpose: str
    seats: int
    by_household: bool
    out: tuple[str, ...]


DRAWN = (
    Drawn("bay", "amina", 6, "Three who look through the flood plan", 3, True, ("hazel", "edith")),
)


class Met(NamedTuple):
    """A meeting that comes back from the week after planting on, in a space booked for it."""

    group: str
    space: str
    by: str
    day: str
    at: str
    minutes: int
    rrule: str
    title: str
    words: str
    people: int
    coming: tuple[str, ...]
    maybe: tuple[str, ...]
    cannot: tuple[str, ...]
    brought: tuple[tuple[str, str], ...]
    rota: tuple[str, ...]


MET = (
    Met(
        "choir",
        "main_hall",
        "miriam",
        "tue",
        "19:00",
        120,
        "FREQ=WEEKLY;COUNT=10",
        "Choir, come along",
        "We begin with tea and end with the low notes.",
        40,
        coming=("miriam", "gwen", "stan", "rosa", "olena", "hannah", "maud"),
        maybe=("callum",),
        cannot=("ali",),
        brought=(("Tea urn", "stan"), ("Song sheets", "gwen"), ("Cough sweets", "")),
        rota=("miriam", "kwame", "rosa"),
    ),
)
