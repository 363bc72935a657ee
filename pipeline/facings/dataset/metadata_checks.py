"""Checks that a picture's XMP is there where its spec asks for it, and names the frame that its record describes."""

import io
from collections.abc import Iterator
from xml.etree import ElementTree

from PIL import Image

from facings.dataset.picture_metadata import NAMESPACES, told_of
from facings.frames.kind_reading import Finding, Record


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
    told = {key: value for description in root.iter(_expanded("rdf:Description")) for key, value in description.attrib.items()}
    for key, right in told_of(record).items():
        if (found := told.get(_expanded(key))) != right:
            yield f"its XMP metadata's {key} is {found!r}", f"{right!r}, that of its record,"


def _expanded(key: str) -> str:
    """'prefix:name' as ElementTree has it."""
    prefix, _, name = key.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"
