"""Write assets/faces/canonical.json: the points of the reference head that canonical coordinates are defined by.

    python scripts/build_canonical_head.py FOLDER      FOLDER holds ICT-FaceKit unpacked (FaceXModel/)
"""

import argparse
import json
from pathlib import Path

import numpy as np

from facings.assets.folders import assets_dir
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.conversion.canonical import ear_points, ray_hits, without_ears
from facings.scenes.face.heads.ict.head import import_ict
from facings.scenes.face.heads.model import PARTS

LICENCE = ("Measured on the mean head of ICT-FaceKit, Copyright (c) 2020 USC Institute for Creative Technologies, MIT licence: "
           "the copyright notice and permission notice of that package apply.")


def millimetres(points_m: np.ndarray) -> list:
    """Return (N, 3) points as lists with 0.01 mm, None where there is none."""
    return [None if np.isnan(point).any() else [round(float(value) * 1000, 2) for value in point] for point in points_m]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    model = import_ict(parser.parse_args().folder)
    surface = Mesh(model.vertices_m, model.corners, model.starts)
    skin = model.part[surface.triangle_face] == PARTS.index("skin")
    triangles, region = surface.triangles[skin], model.region[surface.triangle_face][skin]
    vertices = model.vertices_m.astype(np.float64)
    data = {
        "about": "Landmarks, ears and ray hits of the reference head; see facings.scenes.face.heads.conversion.canonical.",
        "made_by": "scripts/build_canonical_head.py",
        "licence": LICENCE,
        "landmarks_mm": millimetres(vertices[model.landmarks]),
        "ears_mm": millimetres(ear_points(vertices, triangles, region)),
        "hits_mm": millimetres(ray_hits(vertices, without_ears(triangles, region))),
    }
    lines = ",\n".join(f'  "{key}": {json.dumps(value)}' for key, value in data.items())
    (assets_dir() / "faces" / "canonical.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
