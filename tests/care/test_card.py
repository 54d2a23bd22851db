"""The card on the wall, as a picture and to print."""

from io import BytesIO

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.care import cards
from backend.care.lettering import REGULAR, face_for, lines_of, writable

LINK = "https://neighbours.example.org/spaces/0199d0a0-7a1c-7c3e-9a51-3f1f4a1be002#k5ahr3yq2n7mzc4e"


def picture(name: str, link: str = LINK) -> Image.Image:
    return Image.open(BytesIO(cards.card_png(name, link))).convert("L")


def test_a_phone_reads_the_link_from_the_picture():
    # Looked at as a scanner does: the middle of every module is dark or light as it must be.
    card = picture("St Anne's hall")
    code = segno.make(LINK, error="m", micro=False)
    size = cards.CODE / code.symbol_size(border=0)[0]
    left, top = (cards.WIDE - cards.CODE) / 2, cards.BAND + 49
    for row, modules in enumerate(code.matrix):
        for column, is_dark in enumerate(modules):
            x = (left + (column + 0.5) * size) * cards.PIXELS
            y = (top + (row + 0.5) * size) * cards.PIXELS
            assert (card.getpixel((int(x), int(y))) < 128) == bool(is_dark)


def test_around_the_code_it_is_quiet():
    # Four modules of white on each side (ISO/IEC 18004).
    card = picture("W" * 100)
    quiet = 4 * cards.CODE / segno.make(LINK, error="m").symbol_size(border=0)[0]
    left, top = (cards.WIDE - cards.CODE) / 2, cards.BAND + 49
    for x, y, wide, high in (
        (left - quiet, top - quiet, cards.CODE + 2 * quiet, quiet),
        (left - quiet, top + cards.CODE + 0.2, cards.CODE + 2 * quiet, quiet - 0.2),
        (left - quiet, top, quiet, cards.CODE),
        (left + cards.CODE, top, quiet, cards.CODE),
    ):
        box = tuple(int(each * cards.PIXELS) for each in (x, y, x + wide, y + high))
        assert card.crop(box).getextrema() == (255, 255)


def test_nothing_runs_over_the_edge():
    card = picture("The old reading room of the co-operative society, second door on the left")
    edge = int(8 * cards.PIXELS)
    below = int(cards.BAND * cards.PIXELS)
    for box in (
        (0, below, edge, card.height),
        (card.width - edge, below, card.width, card.height),
        (0, card.height - edge, card.width, card.height),
    ):
        assert card.crop(box).getextrema() == (255, 255)


@pytest.mark.parametrize(
    "name",
    [
        "St Anne’s hall",
        "Gemeinschaftsküche „Zum Löffel“ – Łódź, Ørsted, Đakovo",
        "Δημοτική Αίθουσα",
        "Библиотека",
        "中文房间",
        "قاعة الحي",
        "🎉🎊",
        "a\u0301\u200d\ufeff",
        "W" * 100,
        "i",
    ],
)
def test_whatever_a_place_is_called_there_is_a_card(name: str):
    printed = cards.card_pdf(name, LINK)
    assert printed.startswith(b"%PDF-")
    assert printed.count(b"/Type /Page\n") == 1
    assert picture(name).size == (1184, 1680)


@settings(max_examples=200)
@given(st.text(max_size=100))
def test_only_what_has_letters_is_written(name: str):
    written = writable(name)
    assert writable(written) == written
    assert "\n" not in written


def test_letters_that_are_not_there_give_way_to_their_plain_ones():
    assert writable("Caf\u00e9\u2028 \U0001d407all 中") == "Café Hall"


def test_lines_are_no_wider_than_the_card_and_lose_nothing():
    text = "The old reading room of the Donaudampfschifffahrtsgesellschaftskapitänszimmer"
    face = face_for(text, REGULAR)
    lines = lines_of(text, face, 9.0, 60.0)
    assert all(face.width(line, 9.0) <= 60.0 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
