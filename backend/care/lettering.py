"""The typeface of what is printed: as many letters of Noto Sans as a text needs, in one weight.

Noto Sans has what is written in Latin, Greek, Cyrillic and Devanagari letters. Whatever else a name
holds is left out rather than shown as empty boxes.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import fontpkg_noto_sans
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

_FILE = Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf"

REGULAR = 400
BOLD = 700


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface with the letters of one text: the file, and how wide each letter is, in ems."""

    file: bytes
    widths: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is, in the unit of `size`."""
        return size * sum(self.widths.get(letter, 0.0) for letter in text)


@lru_cache(maxsize=64)
def face_for(text: str, weight: int) -> Face:
    """Return the typeface with the letters of a text, and nothing more."""
    font = TTFont(BytesIO(_file()), lazy=True)
    options = Options()
    options.layout_features = []
    subsetter = Subsetter(options)
    subsetter.populate(text=text + " ")
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": weight, "wdth": 100})
    file = BytesIO()
    font.save(file)
    ems, advances = font["head"].unitsPerEm, font["hmtx"]
    letters = font.getBestCmap()
    return Face(
        file.getvalue(),
        {chr(code): advances[name][0] / ems for code, name in letters.items()},
    )


def writable(text: str) -> str:
    """Return a text with the letters that can be printed, on one line, and without the others."""
    known = _letters()
    kept: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        if ord(letter) in known:
            kept.append(letter)
            continue
        plain = unicodedata.normalize("NFKD", letter)
        kept += [each for each in plain if ord(each) in known and not unicodedata.combining(each)]
        if letter.isspace():
            kept.append(" ")
    return " ".join("".join(kept).split())


def lines_of(text: str, face: Face, size: float, width: float) -> list[str]:
    """Break a text into lines no wider than `width`; a longer word is broken where it must be."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.width(longer, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if face.width(lines[-1] + letter, size) > width and lines[-1]:
                lines.append("")
            lines[-1] += letter
    return lines


@cache
def _letters() -> frozenset[int]:
    return frozenset(TTFont(BytesIO(_file()), lazy=True).getBestCmap())


@cache
def _file() -> bytes:
    # Read at once, for the library leaves files open.
    return _FILE.read_bytes()
