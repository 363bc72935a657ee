"""The headwear there is, and who builds each."""

from collections.abc import Callable

from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.headwear.blocked import BLOCKS, build_blocked
from facings.scenes.face.accessories.headwear.caps import build_cap
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.headwear.headphones import build_headphones
from facings.scenes.face.accessories.headwear.hijab import build_hijab
from facings.scenes.face.accessories.headwear.soft_hats import build_bandana, build_beanie, build_flat_cap, build_turban
from facings.scenes.face.accessories.spec import HeadwearSpec

HEADWEAR_STYLES: dict[str, Callable[[HeadwearSpec, HeadMeasures], Hat]] = {
    "baseball_cap": build_cap,
    "beanie": build_beanie,
    "bobble_hat": build_beanie,
    **{name: build_blocked for name in BLOCKS},
    "flat_cap": build_flat_cap,
    "beret": build_flat_cap,
    "bandana": build_bandana,
    "turban": build_turban,
    "hijab": build_hijab,
    "headphones": build_headphones,
}
