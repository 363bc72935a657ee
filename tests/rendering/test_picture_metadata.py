"""XMP in pictures, read by Pillow: what it says, where it lies, that it changes no pixel, and that verify knows it."""

import hashlib
import io
import json
import struct
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from facings.dataset.metadata_checks import metadata_findings
from facings.frames.spec import PictureSpec, to_json
from facings.recipes.picture import PictureSettings
from facings.rendering.picture_maker import Picture, picture_files
from facings.rendering.picture_metadata import metadata_of

PIXELS = np.random.default_rng(2).integers(0, 256, (24, 40, 3), dtype=np.uint8)
SETTINGS = PictureSpec(40, 24, 1, False, None, "png", 90, (), metadata=True)


@dataclass(frozen=True)
class Spec:
    scene: str
    frame: int
    seed: int
    picture: PictureSpec
    name: str = "Brot & Käse <1>"


SPEC = Spec("toy", 12, 7, SETTINGS)


def files(spec, told=True):
    xmp = metadata_of(spec, ["MIT", "CC0-1.0", "MIT", "A & B"]) if told else None
    (data,) = picture_files(spec, Picture(PIXELS), xmp).values()
    return data


def record(spec):
    return {"scene": spec.scene, "frame": spec.frame, "seed": spec.seed, "spec": json.loads(json.dumps(to_json(spec)))}


def as_format(format, **sensor):
    settings = replace(SETTINGS, format=format, sensor=SimpleNamespace(**sensor) if sensor else None)
    return replace(SPEC, picture=settings)


@pytest.mark.parametrize("format", ["png", "jpg", "webp"])
def test_pillow_reads_what_the_picture_is(format):
    spec = as_format(format)
    data = files(spec)
    told = Image.open(io.BytesIO(data)).getxmp()["xmpmeta"]["RDF"]["Description"]
    text = json.dumps(to_json(spec), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert told.pop("CreatorTool").startswith("Facings ")
    assert told == {
        "about": "", "DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
        "Scene": "toy", "Seed": "7", "Frame": "12", "SpecSHA256": hashlib.sha256(text.encode()).hexdigest(),
        "UsageTerms": {"Alt": {"li": {"lang": "x-default", "text": "Rendered from assets under A & B; CC0-1.0; MIT. Their names"
                                                                  " and attributions: dataset.json."}}},
    }
    assert list(metadata_findings(data, record(spec))) == []
    assert files(spec) == data, "nothing of the run is in it"


@pytest.mark.parametrize("format", ["png", "jpg", "webp"])
def test_without_it_the_picture_is_the_same_and_the_file_has_none(format):
    spec = as_format(format)
    plain = files(spec, told=False)
    assert "xmp" not in Image.open(io.BytesIO(plain)).info
    assert np.array_equal(np.array(Image.open(io.BytesIO(plain))), np.array(Image.open(io.BytesIO(files(spec)))))


def test_in_a_png_it_is_one_chunk_of_text_that_is_not_compressed():
    data, plain = files(SPEC), files(SPEC, told=False)
    at = data.index(b"iTXt") - 4
    (length,) = struct.unpack(">I", data[at:at + 4])
    chunk = data[at:at + 12 + length]
    # keyword, NUL, not compressed, method 0, no language, no translated keyword
    assert chunk[8:].startswith(b"XML:com.adobe.xmp\0\0\0\0\0")
    assert data.replace(chunk, b"") == plain


def test_in_a_jpeg_it_is_an_app1_segment():
    data, plain = files(as_format("jpg")), files(as_format("jpg"), told=False)
    at = data.index(b"http://ns.adobe.com/xap/1.0/\0") - 4
    marker, length = struct.unpack(">HH", data[at:at + 4])
    assert marker == 0xFFE1
    assert data[:at] + data[at + 2 + length:] == plain


@pytest.mark.parametrize("format", ["png", "jpg", "webp"])
def test_a_jpeg_of_the_sensors_has_it_too(format):
    spec = as_format(format, jpeg_quality=70, chroma_subsampling="4:2:0")
    (data,) = picture_files(spec, Picture(PIXELS), metadata_of(SPEC, [])).values()
    told = Image.open(io.BytesIO(data)).getxmp()["xmpmeta"]["RDF"]["Description"]
    assert told["Frame"] == "12"


def test_verify_finds_what_is_not_the_records():
    data, right = files(SPEC), record(SPEC)

    def found(record, data=data):
        return [what for what, _ in metadata_findings(data, record)]

    assert found(right) == []
    assert found(right | {"frame": 13}) == ["its XMP metadata's facings:Frame is '12'"]
    assert found(right | {"seed": 8}) == ["its XMP metadata's facings:Seed is '7'"]
    (changed,) = found(right | {"spec": right["spec"] | {"name": "Brot"}})
    assert changed.startswith("its XMP metadata's facings:SpecSHA256 is ")
    assert found(right, files(SPEC, told=False)) == ["it has no XMP metadata"]
    silent = replace(SPEC, picture=replace(SETTINGS, metadata=None))
    assert found(record(silent)) == ["it has XMP metadata"]
    assert found(record(silent), files(silent, told=False)) == []
    torn = metadata_of(SPEC, []).replace(b"</x:xmpmeta>", b"</x:xmpmata>")
    (broken,) = found(right, *picture_files(SPEC, Picture(PIXELS), torn).values())
    assert broken.startswith("its XMP metadata is no XML")
    xmp = metadata_of(SPEC, []).replace(b"digitalCreation", b"digitalCapture")
    (other,) = picture_files(SPEC, Picture(PIXELS), xmp).values()
    (wrong,) = found(right, other)
    assert wrong == "its XMP metadata's Iptc4xmpExt:DigitalSourceType is 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'"


def test_recipes_ask_for_it_unless_they_say_no():
    plain = PictureSettings().model_dump()
    assert PictureSettings().metadata and "metadata" not in plain
    assert PictureSettings(metadata=True).model_dump() == plain
    assert PictureSettings(metadata=False).model_dump() == plain | {"metadata": False}
