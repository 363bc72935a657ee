"""The bodies of packages: numpy meshes, surfaces and print nets, made from a catalogue's products.

`build(product)` gives the whole `Package`, `net(product)` only the sheet its artwork is printed on.
"""

from facings.goods.packages.kinds import build, net
from facings.goods.packages.package import ArtNet, MeshData, Package, Panel, Surface

__all__ = ["ArtNet", "MeshData", "Package", "Panel", "Surface", "build", "net"]
