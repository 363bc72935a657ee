"""What a picture's XMP holds: by whom it is written and by whom it is checked."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
"""IPTC's term for media made with tools that are not generative AI, rendered scenes among them: vocabulary
http://cv.iptc.org/newscodes/digitalsourcetype/, property Iptc4xmpExt:DigitalSourceType. Its `trainedAlgorithmicMedia` is for
generative models; its `algorithmicMedia` excludes all that was sampled, as scanned heads and photographed worlds were."""

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "facings": "facings:picture/1.0/",
}


def told_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Return by 'prefix:name' what the picture of a record tells, of which `scene`, `seed`, `frame` and `spec` count."""
    text = json.dumps(record["spec"], sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return {
        "Iptc4xmpExt:DigitalSourceType": DIGITAL_SOURCE_TYPE,
        "facings:Scene": record["scene"], "facings:Seed": str(record["seed"]), "facings:Frame": str(record["frame"]),
        "facings:SpecSHA256": hashlib.sha256(text.encode()).hexdigest(),
    }
