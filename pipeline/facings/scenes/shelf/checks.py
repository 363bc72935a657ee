"""Checks that what is written on products and tags agrees with itself, with the tag's other keys and with the maps, and that
halves of pairs and moments of sequences say what their spec does, and flow what it can."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from facings.dataset.layout import INSTANCE
from facings.frames.kind_reading import Finding, Instance, MapFinding, Record
from facings.labels.surface_texts import LEAST_HEIGHT_PX, height_px
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY

_KEYS = ("role", "text", "quad_px", "visible_fraction")
_OF_TAG = {"barcode": "ean", "price": "price"}
"""What a tag's text of a role must say: exactly what stands under this key, or, of a price, also with its currency."""
_TOUCHED = {"item_taken": "product", "gap_filled": "product", "items_swapped": "product",
            "tag_changed": PRICE_TAG_CATEGORY["name"]}
"""The kind of instances that an edit touches."""
_AROUND = 0.5
"""Of a quad's size: between its corners, text on a round package bulges so far out of it at most."""


def text_findings(record: Record) -> Iterator[Finding]:
    """Yield what is wrong with the texts of a record's instances; none where the recipe asked for no texts."""
    for instance in record["instances"]:
        texts = instance.get("texts", ())
        if texts and not instance["visible_px"]:
            yield f"instance {instance['id']} is wholly hidden and has {len(texts)} seen texts", "none"
        for text in texts:
            where = f"instance {instance['id']}, text {text.get('text')!r}"
            if found := _fault(text):
                yield f"{where}: {found[0]}", found[1]
            elif instance.get("kind") == PRICE_TAG_CATEGORY["name"] and text["role"] in _OF_TAG:
                yield from _disagreement(where, text, instance)


def _fault(text: Mapping[str, Any]) -> Finding | None:
    if missing := [key for key in _KEYS if key not in text]:
        return f"{', '.join(missing)} is missing", f"{', '.join(_KEYS)}"
    quad = np.array(text["quad_px"], float)
    if quad.shape != (4, 2) or not np.isfinite(quad).all():
        return f"its quad is {text['quad_px']}", "four finite corners [x, y]"
    if height_px(quad) < LEAST_HEIGHT_PX - 1e-6:
        return f"it is {height_px(quad):.2f} px high", f"at least {LEAST_HEIGHT_PX:g}"
    if not 0 < text["visible_fraction"] <= 1:
        return f"its visible_fraction is {text['visible_fraction']}", "more than 0, at most 1"
    return None if text["text"].strip() else ("it is empty", "what is printed")


def _disagreement(where: str, text: Mapping[str, Any], tag: Instance) -> Iterator[Finding]:
    right = tag[_OF_TAG[text["role"]]]
    # A round tag has its currency on the price's line.
    if text["text"] != right and text["text"] != f"{tag['currency']} {right}".strip():
        yield f"{where}, the {text['role']} of a tag", f"{right!r}, the tag's own"


def pair_findings(record: Record) -> Iterator[Finding]:
    """Yield what is wrong with what a frame says of its pair."""
    pair, told = record.get("pair"), record["spec"].get("pair")
    if pair != told:
        yield f"the pair is {pair}", f"its spec's, {told},"
    if pair is None:
        return
    number, moment = divmod(record["frame"], 2)
    if (pair["pair_id"], pair["moment"]) != (number, ("before", "after")[moment]):
        yield f"it is {pair['moment']} of pair {pair['pair_id']}", f"{('before', 'after')[moment]} of pair {number}"
    kinds = {instance["id"]: instance["kind"] for instance in record["instances"]}
    here, touched = pair[f"{pair['moment']}_ids"], _TOUCHED.get(pair["edit"])
    found = [kinds.get(one, "nothing") for one in here]
    if {*found} - {touched}:
        yield f"a pair's {pair['edit']} touches instances {here}, which are {found}", f"only {touched or 'nothing'}"


def sequence_findings(record: Record) -> Iterator[Finding]:
    """Yield what is wrong with what a frame says of its sequence."""
    told, spec = record.get("sequence"), record["spec"].get("sequence")
    right = None if spec is None else {key: value for key, value in spec.items() if not key.startswith("camera_")}
    if told != right:
        yield f"the sequence is {told}", f"its spec's, {right},"
    elif told is not None and record["frame"] != told["moments"] * told["sequence_id"] + told["moment"]:
        yield f"frame {record['frame']} is moment {told['moment']} of sequence {told['sequence_id']}", (
            f"frame {told['moments'] * told['sequence_id'] + told['moment']}")


def flow_findings(arrays: Mapping[str, np.ndarray], record: Record) -> Iterator[MapFinding]:
    """Yield where flow says that a pixel is seen in a picture that it leaves, or that is not there."""
    told = record.get("sequence")
    for name, last in (("flow_forward", None if told is None else told["moments"] - 1), ("flow_backward", 0)):
        if name not in arrays:
            continue
        flow = arrays[name]
        height, width = flow.shape[:2]
        if not np.isfinite(flow).all() or not np.isin(flow[..., 2], (0, 1)).all():
            yield name, "it holds other values than pixels and 0 or 1", "finite pixels, and whether the point is seen"
        elif told is None or (told["moment"] == last and flow.any()):
            yield name, "it flows out of its sequence", "all 0"
        else:
            ends = flow[..., :2] + np.stack(np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5), -1)
            left = int(((flow[..., 2] == 1) & ((ends < -1e-3) | (ends > (width + 1e-3, height + 1e-3))).any(-1)).sum())
            if left:
                yield name, f"{left} pixels are seen in a picture that they leave", "none"


def text_map_findings(arrays: Mapping[str, np.ndarray], record: Record) -> Iterator[MapFinding]:
    """Yield each text around whose quad the instance map has no pixel of what it is written on."""
    if INSTANCE not in arrays:
        return
    ids = arrays[INSTANCE]
    for instance in record["instances"]:
        for text in instance.get("texts", ()):
            quad = np.array(text["quad_px"], float)
            reach = 1 + _AROUND * np.ptp(quad, 0).max()
            left, top = np.maximum(np.floor(quad.min(0) - reach), 0).astype(int)
            right, bottom = np.maximum(np.ceil(quad.max(0) + reach), 0).astype(int)
            if not (ids[top:bottom, left:right] == instance["id"]).any():
                found = f"no pixel of instance {instance['id']} lies at its text {text['text']!r}, {quad.round(1).tolist()}"
                yield INSTANCE, found, "some that show the text"
