"""What a group says to everybody, as a page: its words, who says them, and how that was decided."""

from flask import Response
from markupsafe import Markup

from backend.decisions.queries import WordsSeen
from backend.web.pages import page
from backend.web.words import said, sentence

_HOW = Markup('{who}<br>{how}<br><time datetime="{day}">{day}</time>')


def page_of_words(seen: WordsSeen, language: str) -> Response:
    """Return the page in one of the languages of the house; all that people wrote is escaped."""
    how = _HOW.format(
        who=seen.group or sentence("words_of_a_group", {}, language),
        how=said(seen.says, language),
        day=seen.decided_at.date().isoformat(),
    )
    return page(seen.title, seen.words, language=language, footer=how)
