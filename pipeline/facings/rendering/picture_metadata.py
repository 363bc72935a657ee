"""What a picture's file tells of itself, as XMP: that it is no photograph, what made it, and of which spec.

It follows from the spec, the recipe's assets and the code alone: no date, no machine, so that equal frames stay equal files.
XMP's syntax and where it lies in a file: ISO 16684-1 and "XMP Specification Part 3", 1.1.3 (JPEG), 1.1.5 (PNG).
"""

import hashlib
import json
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from facings.frames.scene_kind import Spec
from facings.frames.spec import to_json
from facings.rendering.job import package_version

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
"""IPTC's term for media made with tools that are not generative AI, rendered scenes among them: vocabulary
http://cv.iptc.org/newscodes/digitalsourcetype/, property Iptc4xmpExt:DigitalSourceType. Its `trainedAlgorithmicMedia` is for
generative models; its `algorithmicMedia` excludes all that was sampled, as scanned heads and photographed worlds were."""

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "facings": "facings:picture/1.0/",
}


def metadata_of(spec: Spec, licences: Iterable[str]) -> bytes:
    """Return the XMP packet of a spec's picture in UTF-8. `licences` are its assets'."""
    told = {
        "Iptc4xmpExt:DigitalSourceType": DIGITAL_SOURCE_TYPE,
        "xmp:CreatorTool": f"Facings {package_version('facings')}, Blender {package_version('bpy')}",
        "facings:Scene": spec.scene, "facings:Seed": str(spec.seed), "facings:Frame": str(spec.frame),
        "facings:SpecSHA256": spec_digest(spec),
    }
    terms = f"Rendered from assets under {'; '.join(sorted(set(licences)))}. Their names and attributions: dataset.json."
    names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _NAMESPACES.items())
    values = "".join(f"\n {name}={quoteattr(value)}" for name, value in told.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF{names}><rdf:Description rdf:about=""{values}>'
        f'<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">{escape(terms)}</rdf:li></rdf:Alt></xmpRights:UsageTerms>'
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def spec_digest(spec: Spec) -> str:
    """Return the SHA-256 (hex) of a spec's JSON with sorted keys and no spaces, UTF-8; of a record's `spec` it is the same."""
    text = json.dumps(to_json(spec), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
