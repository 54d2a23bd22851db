"""What groups say to everybody, over HTTP: for programs, and as a page for browsers."""

from flask import Response

from backend.decisions import queries
from backend.decisions.errors import WordsNotFound
from backend.decisions.queries import WordsSeen
from backend.decisions.routes import TALLY
from backend.decisions.schemas import PublishedWordsView
from backend.decisions.words_page import page_of_words
from backend.web.call import Call
from backend.web.room import Room
from backend.web.words import current_language

room = Room("words", description="What groups say to everybody. Nobody signs in to read it.")


@room.get(
    "/words/<string:words_token>",
    gives=PublishedWordsView,
    refuses=[WordsNotFound],
    signed_in=False,
    answer_example={
        "title": "We would like the hall to stay open in August",
        "words": "Forty of us meet there.",
        "group": "Men's shed",
        "method": "majority",
        "electors": 7,
        "tally": {**TALLY, "quorum": 3, "fine": None, "object": None, "yes": 5, "no": 0},
        "decided_at": "2027-03-03T18:00:00Z",
        "says": "Members who could vote: 7. For it: 5. Against it: 0.",
    },
)
def read_words(call: Call, words_token: str) -> WordsSeen:
    """Read what a group says to everybody, and how it was decided."""
    return queries.get_words(call.reader, words_token)


@room.get(
    "/words/<string:words_token>/page",
    content_type="text/html",
    refuses=[WordsNotFound],
    signed_in=False,
)
def read_words_in_a_browser(call: Call, words_token: str) -> Response:
    """Read what a group says to everybody as a page, to which the link of a decision leads."""
    return page_of_words(queries.get_words(call.reader, words_token), current_language())
