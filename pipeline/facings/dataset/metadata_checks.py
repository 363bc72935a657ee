"""Checks that a picture's XMP is there where its spec asks for it, and names the frame that its record describes."""

import hashlib
import io
import json
from collections.abc import Iterator
from xml.etree import ElementTree

from PIL import Image

from facings.frames.kind_reading import Finding, Record

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"
_SOURCE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
_CREATED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
_OURS = "{facings:picture/1.0/}"


def metadata_findings(data: bytes, record: Record) -> Iterator[Finding]:
    """Yield what is wrong with the XMP in the picture's file `data`. Nothing of a file that is no picture."""
    picture = record["spec"].get("picture")
    wanted = isinstance(picture, dict) and bool(picture.get("metadata"))
    try:
        with Image.open(io.BytesIO(data)) as opened:
            packet = opened.info.get("xmp")
    except Exception:  # whatever broken files raise; that they are broken is told where they are decoded
        return
    if packet is None or not wanted:
        if (packet is not None) is not wanted:
            yield f"it has {'no ' if wanted else ''}XMP metadata", "XMP where, and only where, its spec says picture.metadata"
        return
    try:
        root = ElementTree.fromstring(packet.rstrip(b"\0 "))
    except ElementTree.ParseError as error:
        yield f"its XMP metadata is no XML ({error})", "a packet as facings render writes it"
        return
    told = {key: value for description in root.iter(_RDF) for key, value in description.attrib.items()}
    text = json.dumps(record["spec"], sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    right = {_SOURCE: _CREATED, _OURS + "Scene": record["scene"], _OURS + "Seed": str(record["seed"]),
             _OURS + "Frame": str(record["frame"]), _OURS + "SpecSHA256": hashlib.sha256(text.encode()).hexdigest()}
    for key, value in right.items():
        if told.get(key) != value:
            name = key.rpartition("}")[2]
            yield f"its XMP metadata's {name} is {told.get(key)!r}", f"{value!r}, that of its record,"
