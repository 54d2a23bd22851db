"""What the made-up neighbours promised each other, and what they talk about."""

from typing import NamedTuple


class Step(NamedTuple):
    """What somebody does with a promise, so many hours before the planting."""

    hours_ago: float
    verb: str
    by: str
    says: str = ""
    words: str = ""


class Promised(NamedTuple):
    """Somebody who asks for an offer or answers a need, and what came of it."""

    post: str
    by: str
    hours_ago: float
    words: str = ""
    steps: tuple[Step, ...] = ()
    quantity: int = 1
    days: tuple[int, ...] = ()


def _lent(post: str, by: str, lender: str, hours_ago: float, *later: Step) -> Promised:
    agreed = (
        Step(hours_ago - 1, "offering", lender),
        Step(hours_ago - 2, "agreeing", by),
    )
    return Promised(post, by, hours_ago, "", (*agreed, *later))


PROMISES = (
    # Asked, offered, agreed: an offer as it goes.
    Promised("pickles", "kwame", 3, "My grandmother would have approved."),
    Promised("pickles", "ali", 6, "Two, if there are two.", (Step(2, "offering", "agnieszka"),), 2),
    _lent("pickles", "luca", "agnieszka", 40, Step(20, "claim", "luca", "kept")),
    _lent("drill", "danny", "klaus", 60),
    _lent(
        "ladder",
        "winston",
        "derek",
        300,
        Step(210, "claim", "winston", "kept", "It leans by your shed."),
        Step(205, "confirmation", "derek"),
    ),
    _lent("tea", "edith", "hazel", 200, Step(100, "claim", "edith", "kept")),
    _lent("tea", "olena", "hazel", 50),
    _lent("run", "jo", "priya", 40),
    _lent("run", "soraya", "priya", 30),
    _lent("phones", "bea", "zofia", 90, Step(30, "claim", "zofia", "kept", "It was the charger.")),
    _lent("honey", "miriam", "gareth", 300, Step(250, "claim", "miriam", "kept")),
    _lent("honey", "iris", "gareth", 290, Step(240, "claim", "iris", "kept")),
    Promised("portuguese", "imran", 100, "", (Step(80, "declining", "rosa", "", "A bit later?"),)),
    # Whoever is scarce waits for the rule.
    Promised("heaters", "olena", 4, "The north room is for the children."),
    Promised("heaters", "yusuf", 4),
    Promised("heaters", "edith", 2),
    # Answered and picked: a need as it goes.
    Promised("prescription", "sean", 8, "I walk past at noon anyway."),
    Promised("soup", "imran", 20, "Dal, gently.", (Step(18, "picking", "nadia"),), days=(1,)),
    Promised("soup", "bea", 15, "Potatoes and leeks.", days=(2, 3)),
    Promised("dog", "callum", 50, "", (Step(45, "picking", "edith"),), days=(1, 2)),
    Promised(
        "dog",
        "hiroshi",
        48,
        "",
        (
            Step(44, "picking", "edith"),
            Step(4, "release", "hiroshi", "", "My knee says no. I am sorry, Biscuit."),
        ),
        days=(4,),
    ),
    Promised(
        "dog",
        "iris",
        49,
        "",
        (Step(45, "picking", "edith"), Step(3, "release", "iris", "", "I have a fever.")),
        days=(0,),
    ),
    Promised("letter", "priya", 12, "I read such letters all week."),
    Promised("reading", "klaus", 100, "Füchse kann ich.", (Step(90, "picking", "hannah"),)),
    Promised("chairs", "gareth", 40, "Forty, folding.", (Step(30, "picking", "amina"),), 20),
    Promised("roof", "marek", 0.5, "Ten minutes.", (Step(0.4, "picking", "chloe"),)),
    # How it went, where it is not so simple.
    Promised(
        "lift",
        "ewan",
        70,
        "",
        (
            Step(65, "picking", "fiona"),
            Step(25, "claim", "fiona", "missed", "I stood at the gate until ten."),
            Step(22, "contest", "ewan", "", "I was at the other gate. I did wait."),
        ),
    ),
    Promised(
        "wardrobe",
        "marek",
        90,
        "",
        (Step(85, "picking", "peter"), Step(20, "claim", "marek", "kept", "It is down. So am I.")),
    ),
    Promised(
        "wardrobe",
        "danny",
        88,
        "",
        (
            Step(84, "picking", "peter"),
            Step(21, "claim", "peter", "missed"),
            Step(10, "confirmation", "danny"),
        ),
    ),
    Promised(
        "wardrobe",
        "gareth",
        89,
        "I have straps.",
        (Step(86, "release", "gareth"),),
    ),
    Promised("form", "miriam", 290, "", (Step(280, "picking", "yusuf"),)),
    Promised(
        "ladder",
        "kwame",
        1_200,
        "",
        (
            Step(1_199, "offering", "derek"),
            Step(1_198, "agreeing", "kwame"),
            Step(1_100, "claim", "derek", "missed", "It did not come back on Friday."),
            Step(1_090, "contest", "kwame", "", "It did, in the rain."),
        ),
    ),
    _lent("drill", "tom", "klaus", 1_300),
    Promised("seedlings", "agnieszka", 1_000, "Leeks, please."),
)


class Answered(NamedTuple):
    """A hello that somebody answered, and what the two said, by turns, the answer first."""

    hello: str
    by: str
    hours_ago: int
    said: tuple[str, ...]


ANSWERED = (
    Answered(
        "croeso",
        "gareth",
        100,
        ("Shwmae! Rwy'n siarad ychydig, gyda'r gwenyn.", "Dewch am baned! Dydd Mercher?", "Gwych."),
    ),
    Answered("moin", "zofia", 30, ("May I bring my own pencil?",)),
)

TALKED = (
    ("soup", "imran", 16, ("Is there anything she must not eat?", "Only no nuts. Thank you.")),
)
"""Conversations of promises: of which post, with whom, and what was said, the helper first."""

LIKE_TO_BE_ASKED = ("danny", "jo", "marek", "gareth", "ali", "lin")
"""Who comes when somebody close by needs help at once."""
