"""Text in any script: no letter is lost, none is a box, and what runs from right to left does.

Oracles: Pillow's Raqm layout for glyphs and their places, python-bidi's own reordering for directions.
"""

import unicodedata

import bidi
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont, features

from facings.assets.fonts import characters, further, manifest, sfnt_file
from facings.errors import InputError
from facings.goods.artwork.direction import embedding_levels, in_visual_order, runs_right_to_left
from facings.goods.artwork.lettering import fitted, legible, letters, wrapped
from facings.goods.artwork.shaping import capitals, clusters, is_plain, shaped, told, unprintable

NAMES = {
    "北海道牛乳": "noto-sans-cjk", "牛奶巧克力": "noto-sans-cjk", "한국우유": "noto-sans-cjk", "حليب": "noto-sans-arabic",
    "חלב": "noto-sans-hebrew", "हिन्दी": "noto-sans-devanagari", "বাংলা": "noto-sans-bengali", "৳": "noto-sans-bengali",
    "பால்": "noto-sans-tamil", "నూనె": "noto-sans-telugu", "ಹಾಲು": "noto-sans-kannada", "പാൽ": "noto-sans-malayalam",
    "દૂધ": "noto-sans-gujarati", "ਦੁੱਧ": "noto-sans-gurmukhi", "นมสด": "noto-sans-thai", "ទឹក": "noto-sans-khmer",
    "နို့": "noto-sans-myanmar", "ወተት": "noto-sans-ethiopic", "რძე": "noto-sans-georgian", "կաթ": "noto-sans-armenian",
    "🥛": "noto-emoji", "👨\u200d👩\u200d👧": "noto-emoji", "1\ufe0f\u20e3": "noto-emoji", "Żółć": "inter", "молоко": "inter",
    "γάλα": "inter", "ệ": "inter",
}
"""Texts, and the face that sets each where the chosen one lacks it."""

TEXTS = st.text(st.one_of(st.sampled_from("abc ÄÖ&.,-12 %"), st.sampled_from("".join(NAMES)), st.sampled_from(" ")), min_size=1,
                max_size=60).map(
                    lambda t: " ".join(t.split())).filter(lambda t: t and not unprintable(t))


@pytest.mark.parametrize(("text", "face"), NAMES.items())
def test_each_script_has_a_face(text, face):
    assert not is_plain(text, "lobster") and not unprintable(text)
    line = shaped(text, "lobster", None)
    assert {glyph.face for glyph in line.glyphs} == {face} and all(glyph.number for glyph in line.glyphs)
    assert np.asarray(letters(text, "lobster", 60)).max() == 255


@pytest.mark.skipif(not features.check("raqm"), reason="Pillow's Raqm layout needs the system's FriBiDi")
@pytest.mark.parametrize("text", ["حليب", "हिन्दी", "บ้านน้ำ", "חלב", "பொருள்", "দুধ", "x\u0304"])
def test_glyphs_stand_where_raqm_puts_them(text):
    size = 240  # whole pixels there, fractions here: a small part of a letter
    line = shaped(text, "inter", 400)
    face = line.glyphs[0].face
    oracle = ImageFont.truetype(str(sfnt_file(face)), size, layout_engine=ImageFont.Layout.RAQM)
    if face == "inter":
        oracle.set_variation_by_axes([20, 400])
    elif "VariableFont" in further()[face]["bpy_file"]:
        oracle.set_variation_by_axes([400, 100])
    wanted = Image.new("L", (1500, 720))
    ImageDraw.Draw(wanted).text((120, 450), text, font=oracle, fill=255, anchor="ls")
    ours = letters(text, "inter", size, weight=400)
    a, b = (picture.crop(picture.getbbox()) for picture in (wanted, ours))
    assert abs(a.width - b.width) <= 2 and abs(a.height - b.height) <= 3
    a, b = (np.asarray(picture.resize(a.size), float).ravel() for picture in (a, b))
    assert np.corrcoef(a, b)[0, 1] > 0.9


@settings(max_examples=200, deadline=None)
@given(st.text("אבגד abc 12.,-", min_size=1, max_size=24).filter(lambda t: t.strip() == t))
def test_directions_are_those_of_the_bidirectional_algorithm(text):
    levels = embedding_levels(text)
    runs = []
    for character, level in zip(text, levels, strict=True):
        if runs and runs[-1][1] == level:
            runs[-1] = (runs[-1][0] + character, level)
        else:
            runs.append((character, level))
    seen = "".join(run[::-1] if level % 2 else run for run, level in in_visual_order(runs, lambda run: run[1]))
    assert seen == bidi.get_display(text)


def test_right_to_left_begins_at_the_right():
    assert runs_right_to_left("חלב 3%") and not runs_right_to_left("Milk חלב") and not runs_right_to_left("2.5")
    first = np.asarray(letters("אבג 12", "inter", 60)).max(0).nonzero()[0]
    assert len(first)
    glyphs = shaped("א 12", "inter", 400).glyphs
    hebrew = max(g.x_em for g in glyphs if g.face == "noto-sans-hebrew")
    assert all(g.x_em < hebrew for g in glyphs if g.face == "inter"), "numbers stand left of the word before them"


def _bare(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c != "\u200f")


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(("inter", "lobster")), st.integers(1, 3))
def test_broken_lines_hold_every_letter(text, face, most):
    block = fitted(text, face, 300, 90, most_lines=most)
    assert len(block.lines) <= most and _bare("".join(block.lines)) == _bare(text)
    assert _bare("".join(wrapped(text, face, 20, 120).lines)) == _bare(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_what_is_shown_is_the_text_or_its_beginning(text):
    block, shown = legible(text, "inter", 260, 60, most_lines=2, least_px=18)
    assert _bare("".join(block.lines)) == _bare(shown)
    if shown != text:
        assert shown.endswith("…") and text.startswith(shown[:-1]) and block.size_px >= 18
        assert unicodedata.normalize("NFC", shown[:-1]) and clusters(text)[:len(clusters(shown)) - 1] == clusters(shown)[:-1]
    assert block.width_px <= 260


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12))
def test_letters_are_the_whole_text_and_end_nowhere_within_one(text):
    found = clusters(text)
    assert "".join(found) == text
    assert not any(unicodedata.category(letter[0]) in ("Mn", "Me") for letter in found[1:] if found[0].strip())


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
       .filter(lambda t: not any(c in "\u0d80-\u0dff\u0e80-\u0eff" or 0xB00 <= ord(c) <= 0xB7F or 0xD80 <= ord(c) <= 0xDFF
                                 or 0xE80 <= ord(c) <= 0xEFF or 0x780 <= ord(c) <= 0x7BF for c in t)))
def test_a_text_is_refused_or_has_no_box_in_it(text):
    refused = unprintable(text)
    if refused:
        assert all(f"U+{ord(c):04X}" in told(refused) for c in refused[0])
    else:
        assert all(glyph.number for glyph in shaped(text, "inter", 400).glyphs)


def test_what_no_face_has_is_named():
    assert told(unprintable("Milk ༀ")) == "no type face here prints 'ༀ' (U+0F00 TIBETAN SYLLABLE OM)"
    assert unprintable("abc\u202ed") == ("\u202e",), "what turns the direction round is nothing to print"
    assert not unprintable("Crème brûlée 30 % ™ ½ ₹ ₦ e\u0301")
    with pytest.raises(InputError, match="TIBETAN"):
        shaped("Milk ༀ", "inter", None)


def test_capitals_are_those_that_can_be_printed():
    assert capitals("straße ñ") == "STRASSE Ñ" and capitals("ძვ") and not unprintable(capitals("რძე"))


def test_every_face_has_the_letters_that_are_taken_for_granted():
    ascii_characters = set(map(chr, range(0x20, 0x7F)))
    assert all(ascii_characters <= characters(name) for name in manifest())


def test_a_damaged_face_in_the_cache_is_unpacked_anew(tmp_path, monkeypatch):
    from facings.assets import fonts

    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path))
    whole = fonts.sfnt_file("noto-sans-hebrew")
    data = whole.read_bytes()
    for damage in (b"", data[:5000], b"no face"):
        whole.write_bytes(damage)
        fonts._unpacked.cache_clear()
        assert fonts.sfnt_file("noto-sans-hebrew").read_bytes() == data
