"""ShelfSpec -> everything heavy that a frame needs of bodies, prints, tags, trays and signs; no Blender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facings.errors import InputError
from facings.frames.passes import MAX_INSTANCES
from facings.goods.body_files import Body
from facings.goods.price_tags import TagCards, tag_cards
from facings.goods.print_levels import needed_px_per_mm
from facings.goods.products import Products
from facings.labels.camera import Pinhole
from facings.labels.surface_texts import SurfaceText
from facings.process.progress import Progress, silent
from facings.scenes.shelf.signs import Sign, header_signs
from facings.scenes.shelf.spec import ShelfSpec
from facings.scenes.shelf.template_info import ShelfTemplateInfo
from facings.scenes.shelf.trays import TrayCards, tray_cards


@dataclass(frozen=True, eq=False)
class ShelfPrepared:
    """What `ShelfStage.realise` pours into Blender beside the spec's own numbers."""

    bodies: Mapping[str, Body]
    """By SKU."""
    cards: TagCards
    """Of the spec's price tags."""
    trays: TrayCards
    signs: Mapping[tuple[str, int], Sign]
    """By the template's part and the bay's index."""
    texts: Sequence[Sequence[SurfaceText]] | None
    """What is written on each product, then on each price tag; None where the recipe does not ask."""


def prepare_shelf(spec: ShelfSpec, products: Products, info: ShelfTemplateInfo, progress: Progress = silent, *,
                  texts: bool = False) -> ShelfPrepared:
    """Return what one frame needs, with `texts` where text is written too; builds and draws what the cache lacks.

    Raises InputError where a body or a print cannot be made, or the frame holds more instances than a picture can tell
    apart.
    """
    count = len(spec.products) + len(spec.price_tags)
    if count > MAX_INSTANCES:
        raise InputError(f"Frame {spec.frame} holds {count} products and price tags; at most {MAX_INSTANCES} can be told"
                         " apart in one picture. Ask for fewer bays, or for less depth, in the recipe.")
    camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
    skus = {item.sku for item in spec.products}
    # Albedo shows prints themselves: a label does not depend on what the picture asks for.
    needed = None if "albedo" in spec.picture.passes else needed_px_per_mm(
        spec.products, products.shapes(skus, progress), camera)
    bodies, cards = products.bodies(skus, progress, needed), tag_cards(spec.price_tags, camera)
    written = [*(products.texts(bodies[item.sku], item.variant) for item in spec.products),
               *cards.surface_texts()] if texts else None
    trays = tray_cards(spec.trays or (), products.catalogue, camera)
    return ShelfPrepared(bodies, cards, trays, header_signs(spec, info.signs), written)
