"""Files of `assets/` as datasets list them: tables that decide how frames look."""

from facings.assets.folders import assets_dir
from facings.process.digest import file_sha256


def shipped_tables(pattern: str) -> list[dict[str, str]]:
    """Return the files in `assets/` that match a glob pattern ('*.yaml', 'faces/*') as `dataset.json` lists assets.

    Their name is that of the file, 'assets/foods.yaml', their version the beginning of the SHA-256.
    """
    found = []
    for path in sorted(assets_dir().glob(pattern)):
        digest = file_sha256(path)
        found.append({"name": f"assets/{path.relative_to(assets_dir()).as_posix()}", "version": digest[:12],
                      "licence": "CC0-1.0", "attribution": "Facings", "sha256": digest})
    return found
