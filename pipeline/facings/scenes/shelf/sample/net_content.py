"""Reads a net content as printed ('375 g', '6 x 330 ml') and gives the price per kilogram, litre or piece from it."""

import re
from dataclasses import dataclass

_PRINTED = re.compile(r"^\s*(?:(\d+)\s*[x×]\s*)?(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?\s*$")

_MEASURES = {
    "mg": ("kg", 1e-6), "g": ("kg", 1e-3), "kg": ("kg", 1.0),
    "ml": ("l", 1e-3), "cl": ("l", 1e-2), "dl": ("l", 1e-1), "l": ("l", 1.0),
}
"""What shops relate a price to: the base unit and how much of it one printed unit is (EU directive 98/6/EC)."""


@dataclass(frozen=True)
class NetContent:
    """How much is in a pack, in what its unit price is given in."""

    amount: float
    base: str
    """'kg', 'l' or 'pc'."""


def net_content(printed: str) -> NetContent | None:
    """Return the content of '375 g', '1,5 L', '6 x 330 ml' or '40 pcs'; None where it is written in another way."""
    match = _PRINTED.match(printed)
    if match is None:
        return None
    packs, number, unit = match.groups()
    base, share = _MEASURES.get(unit.lower(), ("pc", 1.0))
    amount = int(packs or 1) * float(number.replace(",", ".")) * share
    return NetContent(amount, base) if amount > 0 else None


def unit_price(price: float, printed: str) -> str:
    """Return a unit price as tags show it ('8.77/kg', '0.08/pc'), or '' where the net content does not say."""
    content = net_content(printed)
    return "" if content is None else f"{price / content.amount:.2f}/{content.base}"
