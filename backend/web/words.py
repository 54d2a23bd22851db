"""Turns codes and parameters into one plain sentence in the reader's language.

The sentences live in ``words/<language>/<room>.ftl`` (Project Fluent), one for each code; codes
have underscores, Fluent's names have hyphens.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from flask import g, has_request_context, request
from fluent.runtime import FluentBundle, FluentResource
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from backend.kernel.sayings import LocalDay, LocalTime, Saying

LANGUAGES = ("en", "de")
DEFAULT_LANGUAGE = "en"
DAYS = {"en": "EEEE d MMMM", "de": "EEEE, d. MMMM"}
"""How a day is said, weekday first, for bookings are made by weekdays."""
FOLDER = Path(__file__).parent / "words"


@cache
def bundle(language: str) -> FluentBundle:
    """Return the sentences of one language."""
    sentences = FluentBundle([language], use_isolating=False)
    for path in sorted((FOLDER / language).glob("*.ftl")):
        sentences.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return sentences


def knows(code: str, language: str) -> bool:
    """Say whether a language has a sentence for a code."""
    return bool(bundle(language).has_message(code.replace("_", "-")))


def sentence(code: str, params: Mapping[str, object], language: str) -> str:
    """Return the sentence for a code; the code itself where no language has one."""
    name = code.replace("_", "-")
    for each in (language, DEFAULT_LANGUAGE):
        sentences = bundle(each)
        if sentences.has_message(name):
            message = sentences.get_message(name)
            if message.value is not None:
                spoken = {key: _spoken(value, each) for key, value in params.items()}
                text, _ = sentences.format_pattern(message.value, spoken)
                return str(text)
    return code


def said(saying: Saying, language: str) -> str:
    """Return the sentence of a saying."""
    return _said(saying.code, tuple(saying.params.items()), language)


@lru_cache(maxsize=8192)
def _said(code: str, params: tuple[tuple[str, object], ...], language: str) -> str:
    # On a list, most sayings are of the same few instants: "Open until Sunday 1 March, 18:00."
    return sentence(code, dict(params), language)


def current_language() -> str:
    """Return the language this request wants, of those we have."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    language: str | None = g.get("language")
    if language is None:
        language = g.language = _best_of_ours(request.headers.get("Accept-Language", ""))
    return language


def _best_of_ours(header: str) -> str:
    """Return the language of ours that is wanted most, the country aside: de-AT is German."""
    wanted = sorted(
        parse_accept_header(header, LanguageAccept),
        key=lambda each: (-each[1], header.find(each[0])),
    )
    for tag, quality in wanted:
        language = tag.split("-")[0].lower()
        if quality > 0 and language in LANGUAGES:
            return language
    return DEFAULT_LANGUAGE


def _spoken(value: object, language: str) -> object:
    """Return a parameter as people say it: "Tuesday 24 November, 6:00 pm"."""
    if isinstance(value, LocalTime):
        return _moment(value.at.astimezone(ZoneInfo(value.zone)), language)
    if isinstance(value, LocalDay):
        days = f"{DAYS[language]} y" if value.with_year else DAYS[language]
        return format_date(value.on, days, locale=_locale(language))
    if isinstance(value, datetime):
        return f"{_moment(value, language)} UTC"
    if isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _moment(local: datetime, language: str) -> str:
    locale = _locale(language)
    day = format_datetime(local, DAYS[language], tzinfo=local.tzinfo, locale=locale)
    return f"{day}, {format_time(local, 'short', tzinfo=local.tzinfo, locale=locale)}"


@cache
def _locale(language: str) -> Locale:
    # British English: a twelve-hour clock confuses nobody there, and the day comes first.
    return Locale.parse("en_GB" if language == "en" else language)
