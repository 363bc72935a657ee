"""Text that one face cannot set letter by letter: further scripts, marks on letters, what runs from right to left.

Each stretch is set in the first face that has its characters (`facings.assets.fonts`), shaped by HarfBuzz, and put into its
place by the Unicode bidirectional algorithm. Lengths are in ems, y down, from the start of the baseline.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import uharfbuzz
from fontTools import unicodedata as scripts

from facings.assets.fonts import characters, further, manifest, sfnt_file
from facings.errors import InputError
from facings.goods.artwork.direction import embedding_levels, in_visual_order

hb: Any = uharfbuzz  # a compiled module, which type checkers do not see into
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that set or override the direction of what follows; unlike letters they say one thing and show another."""
_COMMON = ("Zyyy", "Zinh", "Zzzz")
_VIRAMA = 9
"""The combining class of signs that join two consonants of an Indic script."""
_EMOJI = "noto-emoji"
_AS_EMOJI = frozenset("\u200d\ufe0f\u20e3")
_ENCODINGS = (("ja", "shift_jis"), ("zh-Hans", "gb2312"), ("zh-Hant", "big5"))
_SILENT = ((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
           (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
           (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF))
_MOST = 8
"""Letters that are named; of further ones the number is told."""
_WEIGHT = 700
"""Of a face that stands in for one of a single weight that the manifest does not tell."""


@dataclass(frozen=True)
class Glyph:
    """One glyph and where its origin lies."""

    face: str
    weight: int | None
    number: int
    x_em: float
    y_em: float


@dataclass(frozen=True)
class Line:
    """One line as it is drawn, from left to right."""

    glyphs: tuple[Glyph, ...]
    advance_em: float


@dataclass(frozen=True)
class _Run:
    text: str
    face: str
    level: int
    """Odd: from right to left."""


def unprintable(text: str) -> tuple[str, ...]:
    """Return those letters of a text that no type face here has, or that are nothing to print; none where all can be set."""
    return tuple(dict.fromkeys(letter for letter in clusters(unicodedata.normalize("NFC", text)) if not _can_be_set(letter)))


def told(letters: Sequence[str]) -> str:
    """Return a clause that says that letters cannot be printed, with their characters' numbers and names."""
    named = [f"{letter!r} ({' '.join(f'U+{ord(c):04X}' for c in letter)}"
             f"{' ' + unicodedata.name(letter, 'without a name') if len(letter) == 1 else ''})" for letter in letters[:_MOST]]
    more = f" and {len(letters) - _MOST} more" if len(letters) > _MOST else ""
    return f"no type face here prints {', '.join(named)}{more}"


@lru_cache(maxsize=4096)
def _can_be_set(letter: str) -> bool:
    bad = any(c in _TURNS or unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") for c in letter)
    return not bad and _face_for(letter, ()) is not None


@lru_cache(maxsize=8192)
def is_plain(text: str, face: str) -> bool:
    """Whether one glyph after another of `face`, one for each character, sets a text right."""
    if text.isascii() and text.isprintable():
        return True
    return all(c in characters(face) and unicodedata.category(c)[0] not in "MC"
               and unicodedata.bidirectional(c) not in ("R", "AL", "AN") for c in text)


@lru_cache(maxsize=1024)
def clusters(text: str) -> tuple[str, ...]:
    """Return what a reader takes for letters: marks, joiners and joined consonants stay with what they belong to."""
    if text.isascii():
        return tuple(text)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script, buffer.language = "ltr", "Zyyy", "und"
    buffer.flags = hb.BufferFlags.PRESERVE_DEFAULT_IGNORABLES  # joiners alone, or at a text's beginning
    hb.shape(hb.Font(hb.Face(b"")), buffer)
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    found: list[str] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        letter = text[start:end]
        joins = found and (letter[0] in "\u0e33\u0eb3" or unicodedata.combining(found[-1][-1]) == _VIRAMA)
        if joins and not letter.isspace():
            found[-1] += letter
        else:
            found.append(letter)
    return tuple(found)


def capitals(text: str) -> str:
    """Return a text in capitals, or as it is where no type face has these."""
    upper = text.upper()
    return upper if upper.isascii() or not unprintable(upper) else text


@lru_cache(maxsize=4096)
def shaped(text: str, face: str, weight: int | None) -> Line:
    """Return the glyphs of one line, in `face` where that has them.

    Raises InputError where a character can be set in no type face.
    """
    text = unicodedata.normalize("NFC", text)
    language = _language(text)
    glyphs: list[Glyph] = []
    pen = 0.0
    for run in in_visual_order(_runs(text, face), lambda run: run.level):
        drawn, advance = _glyphs(run, face, weight, language, pen)
        glyphs += drawn
        pen += advance
    return Line(tuple(glyphs), pen)


def _glyphs(run: _Run, wanted: str, weight: int | None, language: str | None, pen: float) -> tuple[list[Glyph], float]:
    if run.face != wanted and weight is None:
        weight = manifest().get(wanted, {}).get("weight", _WEIGHT)
    shaper, upem = _shaper(run.face, weight)
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    if language:
        buffer.language = language
    hb.shape(shaper, buffer)
    glyphs, x = [], 0
    for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == 0:
            raise InputError(f"The text {run.text!r} cannot be printed: the type face {run.face!r} lacks a part of it.")
        glyphs.append(Glyph(run.face, weight, info.codepoint, pen + (x + at.x_offset) / upem, -at.y_offset / upem))
        x += at.x_advance
    return glyphs, x / upem


@lru_cache(maxsize=64)
def _shaper(face: str, weight: int | None) -> tuple[Any, int]:
    body = hb.Face(hb.Blob.from_file_path(str(sfnt_file(face))))
    shaper = hb.Font(body)
    if weight is not None:
        shaper.set_variations({"wght": weight})
    return shaper, body.upem


def _runs(text: str, face: str) -> list[_Run]:
    """Stretches of one face and one direction, in the order in which they are read."""
    runs: list[_Run] = []
    levels = iter(embedding_levels(text))
    for letter, chosen in zip(clusters(text), _faces(text, face), strict=True):
        level = [next(levels) for _ in letter][0]
        if runs and (runs[-1].face, runs[-1].level) == (chosen, level):
            runs[-1] = _Run(runs[-1].text + letter, chosen, level)
        else:
            runs.append(_Run(letter, chosen, level))
    return runs


def _faces(text: str, face: str) -> Iterator[str]:
    """The face of each of a text's letters; those of one script stand in one face, if one has them all."""
    letters = clusters(text)
    of_script = {script: _face_for("".join(letter for letter in letters if _script(letter) == script), (face,))
                 for script in dict.fromkeys(map(_script, letters)) if script}
    before = face
    for letter in letters:
        script = _script(letter)
        first = (of_script.get(script) if script else None) or face
        # Commas and quotes are those of the letters before them; digits and what else is ASCII, of the face itself.
        wishes = (first, before) if script or letter.isascii() else (before, first)
        found = _face_for(letter, (_EMOJI, *wishes) if _AS_EMOJI & set(letter) else wishes)
        if found is None:
            raise InputError(f"The text {text!r} cannot be printed: {told([letter])}.")
        before = found
        yield found


def _face_for(letters: str, wishes: Sequence[str]) -> str | None:
    """The first face that has all characters of some letters; None where none has."""
    needed = {c for c in letters if not _is_silent(c)}
    named = {script: None for script in map(_script, letters) if script}
    candidates = (*wishes, *(face for script in named for face in _of_script(script)), "inter", *_of_script(None), *_in_bpy())
    return next((face for face in candidates if needed <= characters(face)), None)


@cache
def _of_script(script: str | None) -> tuple[str, ...]:
    return tuple(name for name, entry in further().items() if (script in entry["scripts"] if script else not entry["scripts"]))


@cache
def _in_bpy() -> tuple[str, ...]:
    """For what has no script; the others are fetched for their own script alone."""
    return tuple(name for name, entry in further().items() if "bpy_file" in entry)


@cache
def _script(letter: str) -> str | None:
    """The script of the first character that has one."""
    return next((found for found in map(scripts.script, letter) if found not in _COMMON), None)


@cache
def _is_silent(character: str) -> bool:
    """Whether a character is not drawn itself: Unicode's Default_Ignorable_Code_Point."""
    return any(low <= ord(character) <= high for low, high in _SILENT)


def _language(text: str) -> str | None:
    """Which country's forms Chinese characters have: of the first old encoding that has them all."""
    if not any(_script(c) == "Hani" for c in text):
        return None
    han = "".join(c for c in text if _script(c) in ("Hani", "Hira", "Kana", "Hang"))
    for language, encoding in _ENCODINGS:
        try:
            han.encode(encoding)
        except UnicodeEncodeError:
            continue
        return language
    return None
