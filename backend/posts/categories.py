"""What offers and needs are about: a small stable set from everyday life.

Their names stand with all other words people read (`backend/web/words`, ``category-<name>``); the
words by which they are found and matched are in `backend.posts.concepts`.
"""

from collections.abc import Mapping
from enum import StrEnum

from backend.posts.states import Way


class Category(StrEnum):
    """What an offer or a need is about. Names are kept for ever; new ones may be added."""

    FOOD = "food"
    SHOPPING = "shopping"
    """Groceries, the post office, other errands."""
    HEALTH_ERRANDS = "health_errands"
    """Prescriptions, company to the doctor; never what somebody has."""
    TRANSPORT = "transport"
    TOOLS = "tools"
    HOUSEHOLD = "household"
    """Furniture, appliances, bedding, heaters."""
    CLOTHES = "clothes"
    CHILDREN = "children"
    """Looking after them, and what they need."""
    REPAIRS = "repairs"
    """Mending, moving and carrying, clearing snow."""
    GARDEN = "garden"
    ANIMALS = "animals"
    COMPANY = "company"
    LANGUAGES = "languages"
    """Talking, learning, interpreting."""
    LEARNING = "learning"
    COMPUTERS = "computers"
    PAPERWORK = "paperwork"
    MUSIC_AND_ARTS = "music_and_arts"
    SPORT_AND_GAMES = "sport_and_games"
    CELEBRATIONS = "celebrations"
    OTHER = "other"


_USUAL: Mapping[str, Way] = {
    Category.FOOD: Way.GIVE,
    Category.HOUSEHOLD: Way.GIVE,
    Category.CLOTHES: Way.GIVE,
    Category.TOOLS: Way.LEND,
    Category.COMPANY: Way.TOGETHER,
    Category.SPORT_AND_GAMES: Way.TOGETHER,
}


def usual_way(category: str | None) -> Way:
    """Return what neighbours mostly do with something of a category, where nobody said."""
    return _USUAL.get(category or Category.OTHER, Way.DO)
