"""Who has held what in Saltmarsh Bay, and will. All of it is made up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Held:
    """A booking. ``week`` 0 is the week of planting; ``at`` is the time on the clock there.

    ``cancelled_by`` is whoever called it off, with ``words``. One that ``waits`` was asked for, and
    nobody has answered yet.
    """

    space: str
    by: str
    week: int
    day: str
    at: str
    minutes: int
    people: int = 1
    what_for: str = ""
    shown_as: str = ""
    alone: bool = False
    cancelled_by: str = ""
    words: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Weekly:
    """What comes back: the same booking in each week from ``first`` to ``last`` but some."""

    held: Held
    first: int
    last: int
    but_not: tuple[int, ...] = ()


def _weekly(
    space: str,
    by: str,
    when: str,
    minutes: int,
    people: int,
    shown_as: str = "",
    *,
    first: int = -2,
    last: int = 4,
    but_not: tuple[int, ...] = (),
    what_for: str = "",
    alone: bool = False,
) -> Weekly:
    day, at = when.split()
    return Weekly(
        Held(space, by, 0, day, at, minutes, people, what_for, shown_as, alone),
        first,
        last,
        but_not,
    )


WEEKLY = (
    _weekly(
        "main_hall", "miriam", "tue 19:00", 120, 40, "Choir, come along", last=0, but_not=(-2,)
    ),
    _weekly("shed", "derek", "wed 10:00", 180, 8, "Men’s shed, women too"),
    _weekly("shed", "klaus", "fri 14:00", 180, 6, "Repair table: bring what is kaputt"),
    _weekly("bandstand", "lin", "thu 08:00", 60, 15, "Tai chi, slowly"),
    _weekly("reading_room", "yusuf", "mon 10:00", 90, 4, "Arabic for beginners"),
    _weekly("reading_room", "zofia", "mon 10:30", 60, 3, "Phones and forms, ask Zofia"),
    _weekly("toy_library", "soraya", "wed 10:00", 90, 7, "Parents who have not slept"),
    _weekly("sewing_room", "maud", "wed 17:30", 150, 8, "Quilters and menders"),
    _weekly("side_room", "sean", "thu 19:30", 90, 9, what_for="Our Thursday circle"),
    _weekly("bay_kitchen", "amina", "sat 11:00", 180, 14, "The long table"),
    _weekly("drum_room", "kwame", "wed 18:00", 90, 12, "Drums for people who cannot drum"),
    _weekly("common_plot", "tom", "sat 09:00", 120, 5, "Signing among the beans"),
    _weekly("common_plot", "agnieszka", "sat 09:00", 180, 6, "Dig together"),
    _weekly("slipway", "fiona", "sun 08:30", 60, 12, "Swim, then soup"),
    _weekly("schoolroom", "gwen", "mon 18:00", 90, 6, "Paned a sgwrs: Welsh over tea"),
    _weekly("net_loft", "george", "fri 19:00", 120, 18, "Greek dancing, no partner needed", last=3),
    _weekly("second_wind", "marek", "tue 17:00", 150, 5, "Mend your own bicycle"),
)

SINGLE = (
    # What has been.
    Held("church_house", "ruth", -3, "sat", "12:00", 420, 85, "", "Harvest table, all fed"),
    Held("main_hall", "miriam", -2, "tue", "19:00", 120, 40, "", "Choir, come along", False,
         "miriam", "Half the altos have a cold. Hot lemon, and next week."),
    Held("scout_hut", "iris", -2, "fri", "19:00", 150, 35, "", "Friday film: you choose"),
    Held("boat_house", "fiona", -2, "sat", "19:00", 300, 60, "Forty years of the gig club",
         "Gig club party"),
    Held("bay_kitchen", "rosa", -1, "thu", "10:00", 240, 10, "Soup for the Warm Corner"),
    Held("warm_corner", "winston", -1, "wed", "14:00", 120, 8, "", "Dominoes"),
    Held("warm_corner", "edith", -1, "wed", "14:30", 90, 5, "", "Knit and natter, with Biscuit"),
    Held("front_room", "bea", -1, "tue", "14:30", 120, 4, "Photographs with Edith"),
    Held("local_history", "gareth", -1, "fri", "11:00", 120, 3, "Who kept bees here in 1890?"),
    Held("bakehouse", "luca", -1, "thu", "21:00", 270, 4, "", "Bread by night"),
    Held("pavilion", "imran", -1, "sun", "15:00", 180, 22, "", "Cricket tea"),
    Held("crows_nest", "callum", -1, "thu", "09:00", 60, 3, "Breakfast after nights", "", False,
         "fiona", "The stair is being painted that morning. Have the hall below, it is warmer."),
    # This week and the next.
    Held("warm_corner", "winston", 0, "wed", "14:00", 120, 8, "", "Dominoes"),
    Held("warm_corner", "jo", 0, "fri", "18:00", 120, 7, "", "Board games, big pieces"),
    Held("warm_corner", "winston", 1, "wed", "14:00", 120, 8, "", "Dominoes"),
    Held("warm_corner", "edith", 1, "wed", "14:30", 90, 5, "", "Knit and natter, with Biscuit"),
    Held("scout_hut", "iris", 0, "fri", "19:00", 150, 35, "", "Friday film: you choose"),
    Held("scout_hut", "danny", 1, "sat", "13:00", 240, 30, "", "Skate ramp building"),
    Held("boat_house", "olena", 0, "fri", "20:00", 270, 45, "For the choir’s new piano",
         "Concert and dancing, until late"),
    Held("boat_house", "george", 1, "sat", "20:00", 300, 60, "Yiannis turns sixty"),
    Held("bakehouse", "luca", 0, "thu", "21:00", 270, 4, "", "Bread by night"),
    Held("bakehouse", "hannah", 1, "fri", "22:00", 180, 3, "Learning rye with Luca"),
    Held("leighs_yard", "ewan", 1, "sat", "10:00", 360, 120, "", "Seed and swap market"),
    Held("old_dairy", "chloe", 1, "mon", "10:00", 120, 5, "Mugs with my sister"),
    Held("drum_room", "danny", 0, "sat", "19:00", 180, 6, "Band practice"),
    Held("quiet_garden", "priya", 1, "sun", "15:00", 90, 8, "", "Sitting still, together"),
    Held("local_history", "bea", 1, "tue", "14:00", 120, 4, "", "The herring years, in pictures"),
    Held("barber_shop", "ali", 1, "mon", "17:00", 120, 7, "", "Tavla and tea"),
    Held("front_room", "peter", 1, "tue", "14:30", 120, 2, "Chess, and a little talk"),
    Held("side_room", "hannah", 1, "mon", "16:00", 60, 2, "Violin lesson", "", False,
         "hannah", "My pupil has broken his arm. On roller skates, and very proud."),
    Held("net_loft", "layla", 1, "wed", "10:00", 180, 9, "Fitting four bridesmaids", "", False,
         "george", "The boards are being oiled. The schoolroom is free all day, I asked Gareth."),
    Held("chess_table", "sean", 0, "fri", "14:00", 120, 2, "A game. I only know the moves."),
    Held("piano_room", "hannah", 1, "wed", "15:00", 120, 3, "Four hands and a violin"),
    Held("friday_tea", "edith", -1, "fri", "16:00", 120, 2, "Biscuit would like to meet you"),
    Held(
        "bea_table", "danny", 1, "thu", "14:30", 90, 2, "The herring boats, for a film", waits=True
    ),
    # Further on.
    Held("church_house", "priya", 2, "sat", "13:00", 540, 100, "", "Festival of lights, all come"),
    Held("warm_corner", "sean", 2, "sun", "18:00", 180, 20, "An evening for two years without",
         "", True),
    Held("shed", "derek", 2, "sat", "10:00", 360, 10, "", "Open day at the Shed"),
    Held("bandstand", "miriam", 2, "sun", "20:30", 150, 55, "", "Lantern singing"),
    Held("main_hall", "kwame", 3, "tue", "19:00", 150, 60, "", "Choir and drums, dress rehearsal"),
    Held("boat_house", "fiona", 3, "sun", "20:00", 300, 65, "", "Regatta supper"),
    Held("church_kitchen", "rosa", 4, "thu", "09:00", 300, 6, "Jam, sixty jars of it"),
    Held("pavilion", "winston", 4, "sun", "14:00", 240, 25, "Dominoes, town against town"),
)  # fmt: skip


def all_held() -> Iterator[Held]:
    """List every booking, each of its own date."""
    yield from SINGLE
    for weekly in WEEKLY:
        held = weekly.held
        for week in range(weekly.first, weekly.last + 1):
            if week not in weekly.but_not:
                yield replace(held, week=week)
