"""A heap in a bowl."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from facings.goods.artwork.heroes.sprites import Place, stand

_BOWLS = (
    ((250, 249, 246), (196, 200, 208)),
    ((58, 92, 140), (26, 44, 78)),
    ((226, 214, 192), (150, 128, 98)),
    ((176, 68, 52), (104, 34, 28)),
)


def bowl(sheet: Image.Image, hero: str, scale: float, rng: np.random.Generator) -> Image.Image:
    """A heap in a bowl, the rim's near half drawn over the lowest items."""
    width, height = sheet.size
    wide = min(width * 0.96, height * 1.18)
    rim = wide * 0.17
    deep = wide * 0.40
    left, rim_y = (width - wide) / 2, height - deep - rim * 0.55
    light, dark = _BOWLS[int(rng.integers(len(_BOWLS)))]
    scale_up = 2

    def mask(paint) -> Image.Image:
        m = Image.new("L", (width * scale_up, height * scale_up))
        paint(ImageDraw.Draw(m))
        return m.reduce(scale_up)

    def ellipse(grow: float, dy: float = 0.0):
        box = (left - grow, rim_y - rim - grow * 0.5 + dy, left + wide + grow, rim_y + rim + grow * 0.5 + dy)
        return lambda d: d.ellipse([c * scale_up for c in box], fill=255)

    def body(d: ImageDraw.ImageDraw) -> None:
        t = np.linspace(0, np.pi, 60)
        foot = wide * 0.20
        xs = width / 2 - np.cos(t) * np.where(np.sin(t) > 0.93, wide / 2, wide / 2)
        ys = rim_y + np.sin(t) ** 0.72 * deep
        points = [(x, y) for x, y in zip(xs, ys, strict=True) if y < rim_y + deep * 0.985]
        d.polygon([(x * scale_up, y * scale_up) for x, y in points], fill=255)
        d.rounded_rectangle(
            [c * scale_up for c in (width / 2 - foot, rim_y + deep * 0.90, width / 2 + foot, rim_y + deep + rim * 0.2)],
            6 * scale_up,
            fill=255,
        )
        ellipse(0)(d)

    across = np.clip((np.arange(width)[None] - left) / wide, 0, 1)
    lit = np.clip(1.05 - 1.5 * np.abs(across - 0.30) ** 1.5, 0, 1)[..., None]
    glaze = np.asarray(dark) * (1 - lit) + np.asarray(light) * lit
    glaze = Image.fromarray(np.broadcast_to(glaze, (height, width, 3)).astype(np.uint8))
    shade = Image.new("RGBA", sheet.size, (30, 20, 14, 0))
    under = Image.new("L", sheet.size)
    ImageDraw.Draw(under).ellipse((left + wide * 0.10, height - rim * 0.75, left + wide * 0.96, height - 1), fill=110)
    shade.putalpha(under.filter(ImageFilter.GaussianBlur(max(1, wide * 0.02))))
    sheet.alpha_composite(shade)
    whole = mask(body)
    sheet.paste(glaze, (0, 0), whole)
    sheet.putalpha(Image.fromarray(np.maximum(np.asarray(sheet.getchannel("A")), np.asarray(whole))))
    inside = mask(ellipse(-wide * 0.02))
    sheet.paste(Image.new("RGB", sheet.size, tuple(int(c * 0.62) for c in dark)), (0, 0), inside)
    size = scale * wide * 0.92
    heap = Image.new("RGBA", sheet.size)
    rows = max(3, round(wide * 0.36 / (size * 0.30)))
    for row in range(rows):
        t = row / (rows - 1)
        reach = (wide / 2 - size * 0.42) * np.sqrt(max(0.03, 1 - (1 - t) ** 2 * 0.97)) * (1.0 if t < 0.8 else 0.93)
        count = max(1, round(2 * reach / (size * 0.5)) + 1)
        for k in rng.permutation(count):
            a = 0.0 if count == 1 else k / (count - 1) * 2 - 1
            y = rim_y - wide * 0.24 * (1 - t) + rim * 0.35 * t * (1 - a * a) - size * 0.10
            stand(
                heap,
                hero,
                Place(
                    width / 2 + a * reach + rng.uniform(-0.08, 0.08) * size,
                    y + rng.uniform(-0.05, 0.05) * size,
                    size * rng.uniform(0.9, 1.05),
                    int(rng.integers(4)),
                    rng.uniform(-25, 25),
                    0.84 + 0.16 * t,
                    0.40,
                    bool(rng.integers(2)),
                ),
            )
    sheet.alpha_composite(heap)
    # The near wall hides what hangs over it.
    rows_px = np.arange(height)[:, None]
    columns = np.clip((np.arange(width)[None] - width / 2) / (wide / 2), -1, 1)
    near = np.clip(rows_px - (rim_y + rim * 0.86 * np.sqrt(1 - columns**2)) + 0.5, 0, 1)
    wall = Image.fromarray((near * np.asarray(whole)).astype(np.uint8))
    sheet.paste(glaze, (0, 0), wall)
    lip = Image.new("RGBA", sheet.size, (*light, 0))
    edge = np.exp(-(((rows_px - (rim_y + rim * 0.90 * np.sqrt(1 - columns**2))) / (wide * 0.011)) ** 2)) * (
        np.abs(columns) < 0.995
    )
    lip.putalpha(Image.fromarray((edge * 235).astype(np.uint8)))
    sheet.alpha_composite(lip)
    return sheet
