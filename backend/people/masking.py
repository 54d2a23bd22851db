"""How somebody can be reached does not stand in what everybody may read.

Telephone numbers (by the library ``phonenumbers``), e-mail addresses, links, and streets with a
house number as they are written in English, German and Spanish. Whoever speaks of a public place
may overrule it. It is a kindness, not a wall: whoever spells a number out in words means to.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from babel.core import get_global

MASK = "•••"

_REGIONS_OF_LANGUAGES = {"en": "GB", "de": "DE", "es": "ES"}


class What(StrEnum):
    """What is masked."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that others do not see, as its writer wrote it."""

    what: What
    text: str


_DOT = r"(?:\.|\s?(?:\(dot\)|\[dot\]|\(punkt\)|\[punkt\])\s?)"
_EMAIL = re.compile(
    r"[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\})\s?[\w-]{1,63}"
    # What begins with a digit at the end is a time, as in "@ 10.30".
    rf"(?:{_DOT}[\w-]{{1,63}}){{0,4}}{_DOT}[^\W\d_][\w-]{{0,62}}",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,500}"
    r"|\b(?:wa\.me|t\.me|signal\.me|m\.me|fb\.me|bit\.ly)/[^\s<>\"]{1,200}"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|de|at|ch|uk|ie|es|eu|io|info|me|app)\b"
    r"(?:/[^\s<>\"]{0,200})?",
    re.IGNORECASE,
)
_DAY_OR_TIMES = (
    r"(?:[0-3]?\d[./-][01]?\d[./-]20\d\d|20\d\d-[01]\d-[0-3]\d"
    r"|[0-2]?\d[.:][0-5]\d\s?[-–]\s?[0-2]?\d[.:][0-5]\d)(?![\s()/.-]{0,2}\d)"
)
_CALLED = re.compile(
    # A number of the own town has too few digits to be known for one, but for the word before it.
    r"\b(?:tel|telephone|phone|mobile|cell|call|ring|text|whatsapp|signal|telegram|sms"
    r"|telefon|telefonnummer|handy|handynummer|nummer|mobil|ruf|anrufen|anruf"
    r"|tel[eé]fono|tfno|m[oó]vil|llama|ll[aá]mame|n[uú]mero)\b"
    r"(?:\s?(?:me|us|mich|uns|an|on|at|is|ist|es|al|unter|nr|no|:|\.|-)){0,4}\s{0,2}"
    rf"(?!{_DAY_OR_TIMES})(?P<number>\+?\(?\d(?:[\s()/._*·–-]{{0,2}}\d){{4,17}})",
    re.IGNORECASE,
)

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{0,40}"
# No house is 2x: that is how often.
_HOUSE = r"\d{1,4}(?:\s?[a-wyzA-WYZ])?\b(?:\s?[-/]\s?\d{1,4}[a-z]?\b)?"
_ENGLISH = re.compile(
    rf"\b(?:(?:[Ff]lat|[Aa]pt\.?|[Uu]nit)\s\w{{1,5}},?\s)?\d{{1,4}}[a-zA-Z]?,?\s(?:{_NAME}\s){{1,4}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Way|Court|Crescent|Place|Square"
    r"|Terrace|Gardens|Grove|Hill|Row|Mews|Park|Boulevard|Blvd|Walk|Parade|Rise|View"
    r"|(?<!Dark )(?<!Light )(?<!Bright )(?<!Pale )(?<!Olive )Green)\b"
    # Whoever writes without capitals; but two dogs are walked down a road.
    r"|\b\d{1,4}[a-z]?\s(?!minute|hour|mile|meter|metre|m\b|km\b)[a-z'’]{3,20}"
    r"\s(?:street|road|avenue|crescent|terrace)\b"
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b")
_MONTHS = (
    "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    "|Jan|Feb|Mär|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez"
)
_NO_STREET = (
    r"(?!(?:(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Feiertag|Wochenende)"
    r"(?:morgen|vormittag|mittag|nachmittag|abend|s)?|Morgen|Vormittag|Mittag|Nachmittag|Abend"
    rf"|{_MONTHS}|Frühling|Frühjahr|Sommer|Herbst|Winter|Tag|Nacht|Woche|Monat|Jahr|Jahre|Zeit"
    r"|Alter|Umkreis|Haus|Keller|Auto|Karton|Geburtstag|Fest|Umzug|Essen|Kochen|Backen|Grillen"
    r"|Tragen|Abholen|Mitnehmen|Ausleihen|Verschenken)\b)"
)
_COUNTED = (
    r"(?!\s?(?:Uhr|%|€|[.:]\d|(?:[-–]|bis|und|oder)\s?\d{1,2}(?:[.:]\d\d)?\s?Uhr"
    rf"|\.\s?(?:Stock|Etage|OG|Mal|Klasse|{_MONTHS})\b"
    r"|(?:x|mal|km|m|cm|kg|g|l|h|Mal|Euro|Liter|Kilo|Meter|Kilometer|Min|Minuten?|Std|Stunden?"
    r"|Tage?n?|Wochen?|Monate?n?|Jahre?n?|Personen|Leute|Kinder[n]?|Hunde[n]?|Stück|Plätze)\b))"
)
_GERMAN = re.compile(
    rf"\b[A-ZÄÖÜ][\wäöüß'’.-]{{1,40}}(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|allee|ring|damm|ufer"
    rf"|chaussee|steig|pfad|hof|markt|graben)\s{{1,2}}{_HOUSE}{_COUNTED}"
    rf"|\b(?:{_NAME}[\s-]){{1,3}}(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|Weg|Gasse|Platz|Allee|Ring|Damm"
    rf"|Ufer|Chaussee)\s{{1,2}}{_HOUSE}{_COUNTED}"
    rf"|\b(?:Am|Im|An der|An den|Auf der|Auf dem|Unter den|Zum|Zur|In der|Hinter der)\s"
    rf"{_NO_STREET}{_NAME}\s{{1,2}}{_HOUSE}{_COUNTED}"
    rf"|\b[a-zäöü]{{2,40}}stra(?:ß|ss)e\s{{1,2}}\d{{1,4}}[a-z]?\b{_COUNTED}"
)
_SPANISH = re.compile(
    r"(?:\b(?:calle|avenida|avda\.?|av\.|plaza|pza\.?|paseo|camino|carretera|ronda|traves[ií]a"
    r"|callej[oó]n)|\bc/)\s{0,2}(?!(?:para|con|al|a)\s)(?:(?:de|del|la|las|los|el|san|santa)\s){0,3}"
    r"[\wÀ-ÿ'’.-]{2,40}(?:\s(?:de|del|la|las|los|el|y)){0,3}(?:\s[A-ZÀ-ÖØ-Þ][\wÀ-ÿ'’.-]{1,40}){0,3}"
    r",?\s{1,2}(?:n[º°.o]{1,2}\s?|n[uú]mero\s)?\d{1,4}\b"
    r"(?!\s(?:d[ií]as|veces|horas|minutos|tardes|ma[ñn]anas|semanas|personas|perros|ni[ñn]os|km)\b)",
    re.IGNORECASE,
)
_ADDRESSES = (_ENGLISH, _POSTCODE, _GERMAN, _SPANISH)


@lru_cache(maxsize=1024)
def _regions(zone: str, language: str) -> tuple[str, ...]:
    """Return the countries whose numbers are known without a country code, where one is."""
    country = get_global("zone_territories").get(zone)
    regions = [country, _REGIONS_OF_LANGUAGES.get(language)]
    return tuple(dict.fromkeys(each for each in regions if each)) or ("GB",)


def masked(text: str, zone: str, language: str) -> str:
    """Return a text as others see it: without how its writer can be reached.

    ``zone`` is the IANA name of the zone of the place, ``language`` the tag of the text.
    """
    shown, at = [], 0
    for start, end, _ in _found(text, zone, language):
        shown += [text[at:start], MASK]
        at = end
    return "".join([*shown, text[at:]])


def hints_in(text: str, zone: str, language: str) -> list[Hint]:
    """List what of a text others do not see."""
    return [Hint(what, text[start:end]) for start, end, what in _found(text, zone, language)]


@lru_cache(maxsize=512)
def _found(text: str, zone: str, language: str) -> tuple[tuple[int, int, What], ...]:
    """Return where something is to be masked, in order and apart from each other."""
    plain, places = _as_seen(text)
    spans = sorted(
        (
            (places[start], places[end - 1] + 1, what)
            for start, end, what in _spans(plain, _regions(zone, language))
        ),
        key=lambda each: (each[0], each[0] - each[1]),
    )
    apart: list[tuple[int, int, What]] = []
    for start, end, what in spans:
        if apart and start < apart[-1][1]:
            before, until, first = apart[-1]
            apart[-1] = (before, max(until, end), first)
        else:
            apart.append((start, end, what))
    return tuple(apart)


def _as_seen(text: str) -> tuple[str, list[int]]:
    """Return a text without what nobody sees in it, wide letters as usual ones, and whence each."""
    plain, places = [], []
    for place, character in enumerate(text):
        if unicodedata.category(character) == "Cf":
            continue
        usual = unicodedata.normalize("NFKC", character) if character > "\u2fff" else character
        plain.append(usual if len(usual) == 1 else character)
        places.append(place)
    return "".join(plain), places


def _spans(text: str, regions: tuple[str, ...]) -> Iterator[tuple[int, int, What]]:
    for each in _EMAIL.finditer(text):
        yield *each.span(), What.EMAIL
    for each in _LINK.finditer(text):
        yield *each.span(), What.LINK
    for pattern in _ADDRESSES:
        for each in pattern.finditer(text):
            yield *each.span(), What.ADDRESS
    for each in _CALLED.finditer(text):
        yield *each.span("number"), What.PHONE
    # It is a twentieth of what a worker reads to begin, and most only read what was masked before.
    from phonenumbers import Leniency, PhoneNumberMatcher

    for region in regions:
        for number in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
            yield number.start, number.end, What.PHONE
        for number in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE):
            # Ranges that nobody knows to be given out yet; no date has so many digits.
            digits = sum(each.isdigit() for each in number.raw_string)
            if digits >= 9 and number.raw_string.lstrip("(")[0] in "+0":
                yield number.start, number.end, What.PHONE
