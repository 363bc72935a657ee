"""Makes `assets/preview/inter.ttf`, the type face of previews, from the Inter in Blender's data files.

What is kept: Latin letters with their accents, figures, punctuation, currencies; weights 400 to 700 at one optical size.
Unpacked, so that Pillow reads it without fontTools. Inter is under the SIL Open Font License 1.1 and reserves no name.
"""

import importlib.util
import io
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from facings.assets.folders import assets_dir

_OPTICAL_SIZE = 20
_CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x2032, 0x2033, 0x20AC, 0x2190, 0x2192, 0x2212,
               0x2248, 0x2264, 0x2265, 0x00D7]


def main() -> None:
    spec = importlib.util.find_spec("bpy")
    if spec is None or spec.origin is None:
        raise SystemExit("bpy is not installed; its data files hold the type face.")
    woff2 = next(Path(spec.origin).parent.glob("*/datafiles/fonts/Inter.woff2"))
    font = TTFont(woff2, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"opsz": _OPTICAL_SIZE, "wght": (400, 700)})
    font.flavor = None
    stream = io.BytesIO()
    font.save(stream)
    target = assets_dir() / "preview" / "inter.ttf"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(stream.getvalue())
    print(f"{target}: {len(stream.getvalue()) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
