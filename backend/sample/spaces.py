"""What is shared in Saltmarsh Bay. All of it is made up."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from backend.spaces.models import SpaceKind
from backend.spaces.terms import Confirms, Sharing, Silence

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOME, LIVING_ROOM, HALL, ROOM, KITCHEN = (
    SpaceKind.HOME,
    SpaceKind.LIVING_ROOM,
    SpaceKind.HALL,
    SpaceKind.ROOM,
    SpaceKind.KITCHEN,
)
GARDEN, WORKSHOP, STUDIO, OUTDOORS, OTHER = (
    SpaceKind.GARDEN,
    SpaceKind.WORKSHOP,
    SpaceKind.STUDIO,
    SpaceKind.OUTDOORS,
    SpaceKind.OTHER,
)


class Shared(NamedTuple):
    """A space as its first keeper lists it; the kind fills in what is not said.

    ``at`` is in metres east and north of the bandstand. ``hours`` are lines such as
    ``"mon-sat 09:00-18:00"``. ``yes`` and ``no`` are access facts that are known.
    """

    key: str
    name: str
    kind: SpaceKind
    keepers: tuple[str, ...]
    at: tuple[int, int] | None
    words: str
    address: str = ""
    countryside: bool = False
    yes: str = ""
    no: str = ""
    things: tuple[str, ...] = ()
    agreements: str = ""
    hours: tuple[str, ...] | None = None
    terms: Mapping[str, Any] = {}
    inside: str | None = None


def _shared(people: int) -> dict[str, Any]:
    return {"sharing": Sharing.SHARED, "capacity": people}


SPACES = (
    Shared(
        "front_room",
        "Hazel’s front room",
        LIVING_ROOM,
        ("hazel",),
        (-310, 240),
        "Two sofas, a window on the street, and nothing to join. Somebody is usually knitting.",
        yes="quiet assistance_dogs",
        no="step_free lift",
        things=("Piano, slightly flat", "Kettle", "Jigsaw, 1000 pieces, 994 left"),
        agreements="Shoes off if it rains. The cat sits where she likes.",
        hours=("tue-thu 14:00-18:00", "sat 10:00-13:00"),
        terms={"capacity": 9, "buffer_after_minutes": 30},
    ),
    Shared(
        "warm_corner",
        "The Warm Corner",
        LIVING_ROOM,
        ("sean", "hazel", "jo"),
        (40, -30),
        "It was a shoe shop; now it is a living room for everybody. Come in and sit down, nobody"
        " will ask why. There is soup when somebody has made soup.",
        address="The old shoe shop, Marine Walk",
        yes="step_free accessible_toilet assistance_dogs baby_change",
        things=("Armchairs", "Soup pot", "Books to take", "Sockets for phones"),
        agreements="No agenda. Whoever is last puts the lights out.",
        hours=("mon-sun 09:00-22:00",),
        terms=_shared(24),
    ),
    Shared(
        "church_house",
        "St Brannoc’s church house",
        HALL,
        ("ruth", "stan"),
        (60, 215),
        "The whole house: hall, kitchen and side room together, for a feast, a fair or a wake.",
        address="Church house, Tithe Lane",
        yes="step_free accessible_toilet hearing_loop parking_close_by",
        things=("Ninety chairs", "Twelve tables", "Tea urn"),
        agreements="Sweep, stack, and switch the urn off. Candles yes, smoke machine no.",
        hours=("mon-sat 08:00-23:00", "sun 13:00-22:00"),
        terms={"capacity": 110, "max_minutes": 840, "horizon_days": 365},
    ),
    Shared(
        "main_hall",
        "Main hall",
        HALL,
        ("ruth", "stan"),
        None,
        "A sprung floor, a small stage, and an echo that flatters a choir.",
        yes="step_free hearing_loop",
        things=("Upright piano", "Stage lights", "Badminton net"),
        hours=("mon-sat 08:00-23:00", "sun 13:00-22:00"),
        terms={"capacity": 90},
        inside="church_house",
    ),
    Shared(
        "side_room",
        "Side room",
        ROOM,
        ("ruth", "stan"),
        None,
        "Twelve chairs in a ring and a door that shuts. Good for talking.",
        yes="step_free quiet",
        things=("Flip chart", "Box of tissues", "Heater with a timer"),
        inside="church_house",
    ),
    Shared(
        "church_kitchen",
        "Church kitchen",
        KITCHEN,
        ("ruth", "stan", "rosa"),
        None,
        "Six rings, a big oven, and a hatch into the hall.",
        yes="step_free",
        things=("Forty plates", "Pans the size of a bath", "Dishwasher"),
        agreements="Wash up the same day. Left-overs go to the Warm Corner.",
        inside="church_house",
    ),
    Shared(
        "reading_room",
        "Library reading room",
        ROOM,
        ("nadia",),
        (-220, 95),
        "Shared by whoever comes: say how many you are, and there will be chairs. Talking is"
        " allowed at the round table.",
        address="Saltmarsh Bay library",
        yes="step_free accessible_toilet lift quiet baby_change hearing_loop",
        things=("Computers", "Printer", "Round table", "Newspapers in six languages"),
        hours=("mon-sat 09:00-18:00", "thu 18:00-20:30"),
        terms=_shared(16) | {"min_minutes": 30},
    ),
    Shared(
        "local_history",
        "Local history room",
        ROOM,
        ("nadia", "bea"),
        (-224, 99),
        "Maps, photographs, and a table big enough to unroll them on.",
        address="Saltmarsh Bay library, upstairs",
        yes="lift quiet",
        things=("Map chest", "Scanner"),
        hours=("tue 10:00-17:00", "fri 10:00-17:00", "sat 10:00-13:00"),
        terms={"capacity": 6},
    ),
    Shared(
        "common_plot",
        "The common plot, Marsh Lane allotments",
        GARDEN,
        ("agnieszka", "tom"),
        (-615, -380),
        "A quarter of an acre that belongs to whoever weeds it. Witamy! Signing welcome, mud"
        " certain.",
        countryside=True,
        yes="quiet assistance_dogs",
        no="accessible_toilet",
        things=("Spades", "Two raised beds at wheelchair height", "Shed with deckchairs"),
        agreements="Shut the gate, share the beans.",
        terms=_shared(15),
    ),
    Shared(
        "quiet_garden",
        "Quiet garden behind the surgery",
        GARDEN,
        ("priya", "tom"),
        (-110, -505),
        "Lavender, a pond with a rail, and two benches that face each other.",
        address="Behind the surgery, Dune Road",
        yes="step_free quiet parking_close_by",
        things=("Benches", "Bird table", "Scent border with labels in braille"),
        hours=("mon-sun 08:00-20:00",),
        terms={"capacity": 12},
    ),
    Shared(
        "shed",
        "The Shed",
        WORKSHOP,
        ("derek", "klaus"),
        (525, -185),
        "Benches, lathes, and a stove. Making is optional, tea is not.",
        yes="parking_close_by",
        things=("Wood lathe", "Pillar drill", "Stove", "First aid box"),
        agreements="Goggles on. Learn a machine from somebody before you start it.",
        hours=("mon-fri 10:00-18:00", "sat 09:00-13:00"),
        terms={"capacity": 10, "min_minutes": 120},
    ),
    Shared(
        "second_wind",
        "Second Wind bicycle workshop",
        WORKSHOP,
        ("marek", "danny"),
        (335, -425),
        "Stands, tools, and a wall of wheels. Tools have their names on them in English i po"
        " polsku.",
        yes="step_free",
        things=("Four repair stands", "Truing stand", "Tandem"),
        hours=("mon-sat 10:00-20:00",),
        terms={"capacity": 6},
    ),
    Shared(
        "bea_table",
        "Beatrice’s kitchen table",
        HOME,
        ("bea",),
        (-260, 300),
        "A table for four, and a second pot of tea.",
        yes="quiet",
        things=("Gramophone", "Scone tin"),
        hours=("mon-fri 10:00-12:00", "mon-fri 14:00-17:00"),
        terms={"capacity": 3},
    ),
    Shared(
        "friday_tea",
        "Friday tea at the al-Hamdans’",
        HOME,
        ("yusuf", "layla"),
        (280, 600),
        "Coffee the Homs way, and practice for your Arabic or our English. تفضلوا",
        things=("Coffee pot", "Atlas", "Toy corner"),
        hours=("fri 15:00-20:00", "sun 14:00-18:00"),
        terms={"capacity": 8},
    ),
    Shared(
        "piano_room",
        "Olena’s piano room",
        HOME,
        ("olena",),
        (-420, 380),
        "An upright by the window. Play, or only listen.",
        things=("Piano", "Music stand", "Four chairs"),
        hours=("mon-sat 11:00-19:00",),
        terms={"capacity": 5},
    ),
    Shared(
        "chess_table",
        "Peter’s chess table",
        HOME,
        ("peter",),
        (-460, 170),
        "Two boards, four chairs, one empty for too long.",
        yes="step_free quiet",
        things=("Two chess sets", "Clock"),
        hours=("mon-sun 13:00-20:00",),
        terms={"capacity": 4},
    ),
    Shared(
        "leighs_yard",
        "Leigh’s yard",
        OUTDOORS,
        ("ewan",),
        (-980, -825),
        "A swept farmyard with a roof over half of it. Markets, ceilidhs, a place to park a float.",
        countryside=True,
        yes="step_free parking_close_by",
        things=("Sixty straw bales", "Fire pit", "Outdoor tap"),
        agreements="Dogs on leads at lambing time. Fires out by eleven.",
        hours=("mon-sun 08:00-23:00",),
        terms={"capacity": 200, "horizon_days": 180},
    ),
    Shared(
        "boat_house",
        "Boat house",
        HALL,
        ("fiona", "george"),
        (-820, 645),
        "Where the gigs are kept in winter. In summer there is a floor, and the tide comes to"
        " look.",
        address="Boat house, Old Slipway",
        yes="parking_close_by",
        no="accessible_toilet",
        things=("Hot shower", "Wood stove", "Disco ball"),
        agreements="Home along the sea wall, not under people’s windows.",
        hours=("mon-thu 09:00-22:00", "fri-sat 09:00-01:00", "sun 09:00-22:00"),
        terms={"capacity": 70},
    ),
    Shared(
        "crows_nest",
        "The crow’s nest",
        ROOM,
        ("fiona",),
        None,
        "The room over the boats, all windows.",
        no="step_free lift",
        things=("Telescope", "Tide tables", "Six basket chairs"),
        terms={"capacity": 10},
        inside="boat_house",
    ),
    Shared(
        "slipway",
        "Old Slipway",
        OUTDOORS,
        ("fiona",),
        (-850, 690),
        "Meet here to swim. Look at the tide first, then at each other, then count heads.",
        address="Old Slipway",
        things=("Lifebuoy", "Bench out of the wind"),
        terms=_shared(40),
    ),
    Shared(
        "scout_hut",
        "Scout hut",
        HALL,
        ("imran", "iris"),
        (430, 130),
        "Paint on the floor already, so paint on the floor is fine.",
        address="The hut, Sandpiper Close",
        yes="step_free parking_close_by",
        things=("Trestle tables", "Projector and screen", "Climbing ropes"),
        hours=("mon-fri 09:00-22:00", "sat-sun 10:00-22:00"),
        terms={"capacity": 45, "confirms": Confirms.ASK_STRANGERS, "silence_means": Silence.YES},
    ),
    Shared(
        "pavilion",
        "Cricket pavilion",
        OTHER,
        ("imran",),
        (880, -515),
        "Empty from October to April, and warm if you light the stove an hour before.",
        yes="parking_close_by",
        things=("Veranda", "Stove", "Tea hatch", "Scoreboard for announcements"),
        hours=("mon-sun 09:00-21:00",),
        terms={"capacity": 30},
    ),
    Shared(
        "old_dairy",
        "Pottery at the old dairy",
        STUDIO,
        ("hiroshi",),
        (-700, 155),
        "Cool white rooms, two wheels, a kiln that is fired on the last Sunday of the month.",
        yes="quiet",
        things=("Two wheels", "Kiln", "Aprons"),
        agreements="Clay back in the bin, stories too if they are told in confidence.",
        terms={"capacity": 6, "min_minutes": 90},
    ),
    Shared(
        "drum_room",
        "The room with the drums",
        STUDIO,
        ("kwame",),
        (560, -25),
        "Thick walls, thin biscuits. Bands welcome, beginners more so.",
        things=("Twelve djembes", "Drum kit", "Small PA"),
        hours=("mon-thu 10:00-22:00", "fri-sat 10:00-00:00"),
        terms={"capacity": 14},
    ),
    Shared(
        "sewing_room",
        "The sewing room",
        STUDIO,
        ("maud", "layla"),
        (300, 325),
        "Six machines and a long table. Mending, quilting, and talk in what languages there are.",
        yes="step_free",
        things=("Six sewing machines", "Overlocker", "Button jar"),
        hours=("mon-sat 10:00-17:00", "wed 17:00-21:00"),
        terms={"capacity": 10},
    ),
    Shared(
        "bay_kitchen",
        "Bay community kitchen",
        KITCHEN,
        ("rosa", "amina"),
        (95, -305),
        "Cook together, eat together, take a box to whoever could not come.",
        address="Bay kitchen, Dune Road",
        yes="step_free accessible_toilet baby_change",
        things=("Eight rings", "Halal and meat-free pans, marked", "Table for twenty"),
        agreements="Label what you leave. Ask before you salt.",
        terms={"capacity": 20},
    ),
    Shared(
        "bakehouse",
        "Bakehouse after hours",
        KITCHEN,
        ("luca",),
        (115, -65),
        "The oven is hot anyway. Bread by hand, from dough to dawn.",
        no="step_free",
        things=("Deck oven", "Proving baskets", "Gina the sourdough"),
        hours=("tue 20:00-02:00", "thu 20:00-02:00", "fri 20:00-02:00"),
        terms={"capacity": 5, "min_minutes": 120},
    ),
    Shared(
        "barber_shop",
        "Ali’s shop on Mondays",
        OTHER,
        ("ali",),
        (175, 65),
        "Six very comfortable chairs and nobody wanting a haircut.",
        yes="step_free assistance_dogs",
        things=("Barber chairs", "Samovar", "Radio"),
        hours=("mon 10:00-20:00",),
        terms={"capacity": 8},
    ),
    Shared(
        "toy_library",
        "Toy library",
        ROOM,
        ("chloe", "soraya"),
        (255, -115),
        "Floor to crawl on, shelves to empty, grown-ups to talk to.",
        yes="step_free baby_change accessible_toilet",
        things=("Four hundred toys", "Ball pool", "Coffee behind a gate"),
        hours=("mon-fri 09:30-15:30", "sat 10:00-12:30"),
        terms=_shared(18) | {"min_minutes": 30},
    ),
    Shared(
        "net_loft",
        "The net loft",
        STUDIO,
        ("george",),
        (-765, 565),
        "Forty feet of good boards under the rafters. Dancing, yoga, a very long painting.",
        no="step_free lift",
        things=("Gramophone", "Mirrors on wheels", "Yoga mats"),
        hours=("mon-sat 09:00-22:00", "sun 10:00-20:00"),
        terms={"capacity": 25},
    ),
    Shared(
        "schoolroom",
        "Chapel schoolroom",
        HALL,
        ("gareth", "gwen"),
        (720, 420),
        "Pews along the wall, a harmonium, a good fire. Croeso cynnes.",
        address="Chapel schoolroom, Curlew Street",
        yes="step_free hearing_loop",
        things=("Forty folding chairs", "Harmonium", "Fireplace"),
        terms={"capacity": 40},
    ),
    Shared(
        "bandstand",
        "The bandstand",
        OUTDOORS,
        ("lin", "winston"),
        (0, 0),
        "A roof, eight sides, and the whole green around it.",
        address="The green",
        yes="step_free",
        things=("Power socket, ask Winston", "Benches"),
        agreements="Whoever plays loud stops at nine.",
        hours=("mon-sun 07:00-22:00",),
        terms={"capacity": 60},
    ),
)


KNOWN_HERE = {"scout_hut": ("danny", "chloe"), "bea_table": ("edith",), "chess_table": ("sean",)}
"""Whom the keepers of a space marked as known there."""


class OtherHours(NamedTuple):
    """Hours of one date, counted in weeks and days from the Monday of planting; none is closed."""

    space: str
    week: int
    day: str
    hours: tuple[tuple[int, int], ...]
    words: str


OTHER_HOURS = (
    OtherHours("reading_room", 1, "fri", (), "Stocktaking: we count every book, with cake."),
    OtherHours("front_room", 1, "wed", ((600, 1020),), "Open from ten: my birthday, come early."),
    OtherHours("shed", 2, "sat", ((540, 1020),), "Open day, all afternoon."),
    OtherHours("toy_library", 3, "mon", (), "Bank of bubbles being mended."),
    OtherHours("bandstand", 2, "sun", ((420, 1410),), "Lanterns until half past eleven."),
    OtherHours("boat_house", 3, "sun", ((540, 1530),), "Regatta supper, until half past one."),
    OtherHours("barber_shop", -2, "mon", (), "Bayram. İyi bayramlar!"),
)


class Closed(NamedTuple):
    """A closure from one midnight to another, in days from the Monday of planting."""

    space: str
    first_day: int
    days: int
    words: str


CLOSED = (
    Closed("old_dairy", 10, 4, "The kiln is being relined."),
    Closed("scout_hut", 21, 7, "New floor. Yes, you may paint on it."),
    Closed("pavilion", -9, 5, "Swallows nesting in the stove pipe; they have flown."),
    Closed("chess_table", 14, 10, "Visiting my daughter."),
    Closed("sewing_room", 27, 2, "Machines away for servicing."),
)
