"""How the core sees table tops. What only rendering needs is imported by the methods that render."""

from functools import lru_cache

from facings_table_top.reading import TableTopReading
from facings_table_top.records import TableTopRecord

SEMANTIC_CLASSES = {"background": 0, "goods": 1, "table": 2}


class TableTopKind:
    """See `facings.frames.scene_kind.SceneKind`."""

    name = "table_top"
    package = "facings-table-top"
    record_type = TableTopRecord
    reading = TableTopReading()
    semantic_classes = tuple({"id": number, "name": name} for name, number in SEMANTIC_CLASSES.items())

    @property
    def recipe_model(self):
        from facings_table_top.recipe import TableTopRecipe

        return TableTopRecipe

    @property
    def spec_type(self):
        from facings_table_top.spec import TableTopSpec

        return TableTopSpec

    def code(self):
        from facings.goods.vocabulary import installed_modules

        return {"sample": ("facings_table_top.sample",), "prepare": ("facings.goods.products", *installed_modules()),
                "realise": ("facings_table_top.stage",), "label": ("facings_table_top.label",)}

    def categories(self, loaded):
        catalogue = _products().catalogue
        return [{"id": p.id, "name": p.sku, "supercategory": catalogue.department(p.department).name}
                for p in sorted(catalogue.products, key=lambda p: p.id)]

    def assets(self, loaded, progress=None):
        from facings.assets.folders import assets_dir
        from facings.goods import tables
        from facings.process.digest import file_sha256
        from facings.recipes.files import WORLD_SUFFIXES, file_assets

        info, catalogue = _info(loaded), _products().catalogue
        own = {"licence": "CC0-1.0", "attribution": "Facings"}
        digests = {f"template:{info.name}": info.sha256, "catalogue": catalogue.fingerprint(),
                   "goods tables": tables.digest(tables.ALL), "fonts": file_sha256(assets_dir() / "fonts.yaml")}
        licences = {"fonts": {"licence": "OFL-1.1 and others, see assets/fonts.yaml", "attribution": "see assets/fonts.yaml"}}
        return [{"name": name, "version": digest[:12], **licences.get(name, own), "sha256": digest}
                for name, digest in digests.items()] + file_assets(loaded.files, WORLD_SUFFIXES)

    def input_files(self, loaded):
        return {}

    def sample(self, loaded, seed, frame, progress=None):
        from facings.process.progress import silent
        from facings_table_top.sample import sample_table_top

        products = _products()
        return sample_table_top(loaded.recipe, _info(loaded), products.catalogue,
                                lambda skus: products.shapes(skus, progress or silent), seed, frame)

    def prepare(self, loaded, spec, progress=None):
        from facings.process.progress import silent

        return _products().bodies({item.sku for item in spec.items}, progress or silent)

    def stage(self, loaded):
        from facings_table_top.stage import TableTopStage

        return TableTopStage(loaded.template, _products().catalogue)


@lru_cache
def _products():
    from facings.goods.catalogue import load_catalogue
    from facings.goods.products import Products

    return Products(load_catalogue())


@lru_cache(maxsize=8)
def _info(loaded):
    from facings.blender.template import template_info
    from facings_table_top.spec import TABLE_TOP_TEMPLATES

    return template_info(loaded.template, TABLE_TOP_TEMPLATES)


KIND = TableTopKind()
