"""What the pages of `facings compare` and `facings diagnose` have in common: one HTML file that works offline."""

import base64
import io
from html import escape

from PIL import Image

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2.2rem 0 .2rem }
table { border-collapse: collapse; width: 100% } td, th { padding: .15rem .5rem; white-space: nowrap; text-align: left }
td.bar { width: 60% } .track { position: relative; height: 1rem; background: #8882; border-radius: 2px }
.fill { position: absolute; height: 100%; background: #5b8def; border-radius: 2px } tr.fails .fill { background: #e0563f }
.range { position: absolute; top: 45%; height: 2px; background: currentColor }
tr.fails td:first-child { font-weight: 650 } td.number { text-align: right; font-variant-numeric: tabular-nums }
.examples { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .6rem } figure { margin: 0; font-size: .75rem }
figcaption { width: 0; min-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
p.note { opacity: .75 } .set { fill: #5b8def } .photos { fill: #e0563f } svg text { fill: currentColor; font-size: 11px }
"""


def page(title: str, heading: str, body: str) -> str:
    """Return a whole page; `body` is HTML, the rest is text."""
    return (f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
            f"<title>{escape(title)}</title><style>{_STYLE}</style><h1>{escape(heading)}</h1>{body}</html>\n")


def figure(picture: Image.Image, height_px: int, caption: str) -> str:
    """Return a picture inside the page."""
    data = io.BytesIO()
    picture.convert("RGB").save(data, "JPEG", quality=80)
    source = base64.b64encode(data.getvalue()).decode("ascii")
    return (f"<figure><img alt='' height={height_px} src='data:image/jpeg;base64,{source}'>"
            f"<figcaption title='{escape(caption)}'>{escape(caption)}</figcaption></figure>")
