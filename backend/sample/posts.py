"""What neighbours in Saltmarsh Bay offer, need and say. All of it made up."""

from typing import NamedTuple


class Posted(NamedTuple):
    """A post by ``by``, near their home, written so many hours before the planting.

    ``days`` are dates, counted from the day of planting; ``window`` is when it begins, in hours
    after the planting (before it where below zero), and for how many hours.
    """

    key: str
    by: str
    kind: str
    category: str
    title: str
    words: str
    hours_ago: int
    way: str = "do"
    language: str = "en"
    quantity: int = 1
    days: tuple[int, ...] = ()
    window: tuple[int, int] | None = None
    weekly: str = ""
    lend_days: int | None = None
    marks: str = ""
    """What else it is: of ``urgent standing quiet scarce answered_by_word draft``."""
    ended: str = ""
    """How its writer has ended it since: ``closed`` or ``withdrawn``."""


POSTS = (
    Posted(
        "drill",
        "klaus",
        "offer",
        "tools",
        "Bohrmaschine mit allen Bits",
        "Verleihe ich gern, auch mit mir dran, wenn es eine harte Wand ist. I speak English, too.",
        1_440,
        way="lend",
        language="de",
        lend_days=7,
        marks="standing",
    ),
    Posted(
        "ladder",
        "derek",
        "offer",
        "tools",
        "Ladder, eight rungs",
        "It reaches a gutter. Bring somebody to hold the foot of it.",
        1_400,
        way="lend",
        lend_days=3,
        marks="standing",
    ),
    Posted(
        "tea",
        "hazel",
        "offer",
        "company",
        "An hour of tea by my window",
        "You need not talk. Two at a time is nice; three is a party.",
        340,
        quantity=3,
    ),
    Posted(
        "pickles",
        "agnieszka",
        "offer",
        "food",
        "Ogórki kiszone, osiem słoików",
        "Za dużo zrobiłam. Eight jars of pickled cucumbers, bring back the jar if you think of it.",
        70,
        way="give",
        language="pl",
        quantity=8,
    ),
    Posted(
        "heaters",
        "ruth",
        "offer",
        "household",
        "Two electric heaters for the cold weeks",
        "There are two, and more of us are cold. So they go by the rule, not by who was first.",
        5,
        way="lend",
        quantity=2,
        lend_days=14,
        marks="scarce",
    ),
    Posted(
        "portuguese",
        "rosa",
        "offer",
        "languages",
        "Português e espanhol, à mesa da cozinha",
        "Falamos devagar. Hablamos despacio. We speak slowly, and there is soup.",
        200,
        language="pt",
        weekly="FREQ=WEEKLY",
        window=(30, 1),
        quantity=4,
    ),
    Posted(
        "phones",
        "zofia",
        "offer",
        "computers",
        "I make your phone behave",
        "Weekends, at yours or ours. I will not laugh at your passwords.",
        260,
        quantity=2,
    ),
    Posted(
        "run",
        "priya",
        "offer",
        "sport_and_games",
        "A slow walk along the sea wall",
        "No talking about work. Dogs are welcome, they are better at it than us.",
        48,
        way="together",
        quantity=6,
        window=(50, 2),
    ),
    Posted(
        "honey",
        "gareth",
        "offer",
        "food",
        "Mêl o'r cychod: honey from the schoolroom hives",
        "Un pot yr un. One jar each.",
        400,
        way="give",
        language="cy",
        quantity=2,
    ),
    Posted(
        "seedlings",
        "tom",
        "offer",
        "garden",
        "Seedlings, more than I have windows",
        "Kale, leeks, and something whose label the cat has eaten.",
        1_100,
        way="give",
        quantity=10,
    ),
    Posted(
        "sewing",
        "layla",
        "offer",
        "clothes",
        "Hems and zips",
        "Bring it washed. I do not take money; a story is good.",
        30,
        quantity=2,
        marks="draft",
    ),
    Posted(
        "bike",
        "danny",
        "offer",
        "sport_and_games",
        "A child's bike, outgrown",
        "The bell works. That may be why it is here.",
        90,
        way="give",
        ended="withdrawn",
    ),
    Posted(
        "prescription",
        "maud",
        "need",
        "health_errands",
        "Something from the chemist",
        "My hip does not like the cobbles. It is paid for; it only has to be carried.",
        20,
    ),
    Posted(
        "soup",
        "nadia",
        "need",
        "food",
        "Something warm in the evening, with a new baby in the house",
        "We eat everything. No need to come in, though you may hold her.",
        30,
        days=(1, 2, 3, 4),
    ),
    Posted(
        "letter",
        "stan",
        "need",
        "paperwork",
        "Somebody to read an official letter with me",
        "It is four pages and I understand the first line.",
        26,
        marks="quiet",
    ),
    Posted(
        "roof",
        "chloe",
        "need",
        "repairs",
        "Rain is coming through: buckets and two pairs of hands",
        "The roofer comes tomorrow. Until then it is us and the washing-up bowls.",
        1,
        quantity=3,
        marks="urgent",
    ),
    Posted(
        "reading",
        "hannah",
        "need",
        "children",
        "Wer liest meiner Tochter auf Deutsch vor?",
        "Sie ist fünf und mag Füchse. Eine halbe Stunde in der Woche wäre ein Geschenk.",
        120,
        language="de",
    ),
    Posted(
        "lift",
        "fiona",
        "need",
        "transport",
        "A lift to the clinic and back",
        "The bus goes at the wrong end of the day.",
        80,
        window=(-30, 3),
    ),
    Posted(
        "wardrobe",
        "peter",
        "need",
        "repairs",
        "A wardrobe down one flight of stairs",
        "It went up, so it must come down.",
        100,
        quantity=2,
        window=(-24, 2),
    ),
    Posted(
        "dog",
        "edith",
        "need",
        "animals",
        "Biscuit would like a longer walk than I can give her",
        "She knows the way. You only have to keep up.",
        60,
        days=(0, 1, 2, 3, 4),
    ),
    Posted(
        "chairs",
        "amina",
        "need",
        "celebrations",
        "Chairs for a long table on Saturday",
        "We are forty and we have eleven.",
        50,
        way="lend",
        quantity=29,
    ),
    Posted(
        "form",
        "yusuf",
        "need",
        "paperwork",
        "A form for the school, in English",
        "I can read it. I cannot believe it.",
        300,
        ended="closed",
    ),
    Posted(
        "sofa",
        "callum",
        "offer",
        "household",
        "A sofa that has known dogs",
        "Heavy, honest, blue.",
        1_200,
        way="give",
    ),
    Posted(
        "moin",
        "hiroshi",
        "hello",
        "",
        "Good morning from the harbour steps",
        "I draw the boats each day at seven. Sit beside me. You need not draw. おはよう。",
        500,
        marks="answered_by_word",
    ),
    Posted(
        "croeso",
        "gwen",
        "hello",
        "",
        "Oes rhywun yn siarad Cymraeg?",
        "The dog's Welsh is coming on, but his grammar is poor.",
        150,
        language="cy",
        marks="answered_by_word",
    ),
    Posted(
        "ahlan",
        "yusuf",
        "hello",
        "",
        "أهلاً وسهلاً، بابنا مفتوح يوم الجمعة",
        "قهوة بالهيل وخرائط قديمة. Coffee and old maps, our door is open on Fridays.",
        220,
        language="ar",
    ),
    Posted(
        "quiet_hello",
        "sean",
        "hello",
        "",
        "Two chairs outside number nine",
        "If one is empty, it is for you.",
        700,
        marks="answered_by_word",
    ),
)


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
