"""What a picture's file tells of itself, as XMP: that it is no photograph, what made it, and of which spec.

It follows from the spec, the recipe's assets and the code alone: no date, no machine, so that equal frames stay equal files.
XMP's syntax and where it lies in a file: ISO 16684-1 and "XMP Specification Part 3", 1.1.3 (JPEG), 1.1.5 (PNG).
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from facings.dataset.picture_metadata import NAMESPACES, told_of
from facings.frames.scene_kind import Spec
from facings.frames.spec import to_json
from facings.rendering.job import package_version


def metadata_of(spec: Spec, licences: Iterable[str]) -> bytes:
    """Return the XMP packet of a spec's picture in UTF-8. `licences` are its assets'."""
    tool = f"Facings {package_version('facings')}, Blender {package_version('bpy')}"
    record = {"scene": spec.scene, "seed": spec.seed, "frame": spec.frame, "spec": to_json(spec)}
    told = told_of(record) | {"xmp:CreatorTool": tool}
    terms = f"Rendered from assets under {'; '.join(sorted(set(licences)))}. Their names and attributions: dataset.json."
    names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    values = "".join(f"\n {name}={quoteattr(value)}" for name, value in told.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF{names}><rdf:Description rdf:about=""{values}>'
        f'<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">{escape(terms)}</rdf:li></rdf:Alt></xmpRights:UsageTerms>'
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()
