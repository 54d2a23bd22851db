"""Cards to print: for the wall of a room that is booked and empty, and to ask people into a group.

One layout, in millimetres on A5, drawn by two pens: as a PDF to print, and as a picture.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import segno
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from backend.care.lettering import BOLD, REGULAR, Face, face_for, lines_of, writable
from backend.web.words import LANGUAGES, sentence

WIDE, HIGH = 148.0, 210.0
MARGIN = 12.0
BAND = 42.0
"""How high the band with the name is."""
CODE = 66.0
"""How wide the QR code is; with this, a phone reads it from a metre away."""
LARGEST_NAME, SMALLEST_NAME = 13.0, 6.5
QUESTION, WORDS = 9.6, 5.6
"""How large the letters are. Seven millimetres can be read from two metres away."""
HOW = 4.2
"""As large as the letters are that say how the code is used, below words of one's own."""
SMALLEST_WORDS = 4.0
ABOVE_CODE = 40.0
"""How high the room is for words of one's own."""
PIXELS = 8
"""How many pixels of the picture there are to a millimetre; about 200 to the inch."""

Said = tuple[str, str]
"""The codes of the two sentences on a card: a short one, and one that explains it."""
EMPTY: Said = ("card_question", "card_answer")
COME_IN: Said = ("card_come_in", "card_how_to_come_in")

Colour = tuple[int, int, int]
INK: Colour = (18, 52, 43)
PAPER: Colour = (255, 255, 255)
SOFT: Colour = (68, 92, 84)


class Pen(Protocol):
    """Draws on a page, in millimetres from its upper left corner."""

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """Fill a box."""

    def write(self, x: float, y: float, text: str, size: float, weight: int, ink: Colour) -> None:
        """Write a line that stands on `y`."""


def card_pdf(name: str, link: str, said: Said = EMPTY, words: str = "") -> bytes:
    """Return the card of a space or group, with the link it leads to, as a PDF of one A5 page.

    ``words`` of one's own stand above the code, and how it is used below, in both languages.
    """
    words = writable(words)
    faces = _faces(f"{writable(name)}{words}", said)
    page = FPDF(unit="mm", format=(WIDE, HIGH))
    page.set_auto_page_break(False)
    page.set_title(writable(name))
    page.set_lang(LANGUAGES[0])
    page.add_page()
    # It reads typefaces from files alone.
    with TemporaryDirectory() as folder:
        for weight, face in faces.items():
            file = Path(folder) / f"{weight}.ttf"
            file.write_bytes(face.file)
            page.add_font(str(weight), fname=file)
        _draw(_OnPage(page), writable(name), link, faces, said, words)
        return bytes(page.output())


def card_png(name: str, link: str) -> bytes:
    """Return the card of a space, with the link that it leads to, as a picture."""
    faces = _faces(writable(name), EMPTY)
    picture = Image.new("RGB", (int(WIDE * PIXELS), int(HIGH * PIXELS)), PAPER)
    _draw(_OnPicture(picture, faces), writable(name), link, faces, EMPTY, "")
    drawn = BytesIO()
    picture.quantize(32).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _faces(name: str, said: Said) -> dict[int, Face]:
    """Return the two weights that the card is written in, with the letters that it needs."""
    words = "".join(sentence(code, {}, language) for code in said for language in LANGUAGES)
    return {weight: face_for(f"{name}{words}…", weight) for weight in (REGULAR, BOLD)}


def _draw(pen: Pen, name: str, link: str, faces: dict[int, Face], said: Said, words: str) -> None:
    pen.box(0, 0, WIDE, BAND, INK)
    _draw_name(pen, name, faces[BOLD])
    _draw_code(pen, link, (WIDE - CODE) / 2, BAND + 49)
    if words:
        _draw_own_words(pen, words, faces[BOLD])
        _draw_how(pen, said, faces[REGULAR])
        return
    first, second = LANGUAGES
    _draw_words(pen, said, first, BAND + 16, faces)
    _draw_words(pen, said, second, BAND + 49 + CODE + 16, faces)


def _draw_own_words(pen: Pen, words: str, face: Face) -> None:
    """Write somebody's own words as large as they fit between the band and the code."""
    size, room = QUESTION, ABOVE_CODE
    lines = lines_of(words, face, size, WIDE - 2 * MARGIN)
    while len(lines) * size * 1.2 > room and size > SMALLEST_WORDS:
        size -= 0.2
        lines = lines_of(words, face, size, WIDE - 2 * MARGIN)
    most = int(room / (size * 1.2))
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    y = BAND + 4 + (room - len(lines) * size * 1.2) / 2 + size
    for line in lines:
        _centred(pen, y, line, size, BOLD, face, INK)
        y += size * 1.2


def _draw_how(pen: Pen, said: Said, face: Face) -> None:
    y = BAND + 49 + CODE + 9
    for language in LANGUAGES:
        for line in lines_of(sentence(said[1], {}, language), face, HOW, WIDE - 2 * MARGIN):
            _centred(pen, y, line, HOW, REGULAR, face, SOFT)
            y += HOW * 1.35
        y += HOW


def _draw_name(pen: Pen, name: str, face: Face) -> None:
    size, lines = _name_in_lines(name, face)
    # The letters stand in the middle of the band, whether there are one, two or three lines.
    y = BAND / 2 - (len(lines) - 1) * size * 0.6 + size * 0.36
    for line in lines:
        _centred(pen, y, line, size, BOLD, face, PAPER)
        y += size * 1.2


def _name_in_lines(name: str, face: Face) -> tuple[float, list[str]]:
    """Return a name as large as it fits into the band; words are broken only where they must be."""
    for breaks in (False, True):
        size = LARGEST_NAME
        while size >= SMALLEST_NAME:
            lines = lines_of(name, face, size, WIDE - 2 * MARGIN)
            most = int((BAND - 8) / (size * 1.2))
            if len(lines) <= most and (breaks or set(name.split()) <= set(" ".join(lines).split())):
                return size, lines
            size -= 0.5
    return SMALLEST_NAME, [*lines[: most - 1], lines[most - 1] + "…"]


def _draw_words(pen: Pen, said: Said, language: str, y: float, faces: dict[int, Face]) -> None:
    question, answer = (sentence(code, {}, language) for code in said)
    _centred(pen, y, question, QUESTION, BOLD, faces[BOLD], INK)
    y += QUESTION
    for line in lines_of(answer, faces[REGULAR], WORDS, WIDE - 2 * MARGIN):
        _centred(pen, y, line, WORDS, REGULAR, faces[REGULAR], SOFT)
        y += WORDS * 1.35


def _draw_code(pen: Pen, link: str, x: float, y: float) -> None:
    code = segno.make(link, error="m", micro=False)
    size = CODE / code.symbol_size(border=0)[0]
    for row, modules in enumerate(code.matrix):
        for start, length in _runs(modules):
            # A little higher than a module, lest the screen shows seams between the rows.
            pen.box(x + start * size, y + row * size, length * size, size * 1.02, INK)


def _runs(modules: bytearray) -> Iterator[tuple[int, int]]:
    """Give where dark modules begin, and how many there are in a row."""
    start = 0
    while start < len(modules):
        length = 0
        while start + length < len(modules) and modules[start + length]:
            length += 1
        if length:
            yield start, length
        start += length + 1


def _centred(
    pen: Pen, y: float, text: str, size: float, weight: int, face: Face, ink: Colour
) -> None:
    pen.write((WIDE - face.width(text, size)) / 2, y, text, size, weight, ink)


class _OnPage:
    """A pen for a PDF."""

    def __init__(self, page: FPDF) -> None:
        self.page = page

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        self.page.set_fill_color(*colour)
        self.page.rect(x, y, wide, high, style="F")

    def write(self, x: float, y: float, text: str, size: float, weight: int, ink: Colour) -> None:
        self.page.set_text_color(*ink)
        self.page.set_font(str(weight), size=size * self.page.k)
        self.page.text(x, y, text)


class _OnPicture:
    """A pen for a picture."""

    def __init__(self, picture: Image.Image, faces: dict[int, Face]) -> None:
        self.canvas = ImageDraw.Draw(picture)
        self.faces = faces

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        left, top, right, bottom = (round(at * PIXELS) for at in (x, y, x + wide, y + high))
        self.canvas.rectangle((left, top, right - 1, bottom - 1), fill=colour)

    def write(self, x: float, y: float, text: str, size: float, weight: int, ink: Colour) -> None:
        font = ImageFont.truetype(BytesIO(self.faces[weight].file), round(size * PIXELS))
        self.canvas.text((x * PIXELS, y * PIXELS), text, fill=ink, font=font, anchor="ls")
