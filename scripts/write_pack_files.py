"""Writes the list of files, with sizes and checksums, into a pack's manifest.

Run when a manifest's version or its `include` patterns change; look at the difference before committing it.
"""

import argparse
from pathlib import Path

from ruamel.yaml import YAML

from facings.assets.folders import assets_dir
from facings.process.digest import file_sha256


def main(name: str, folder: Path) -> None:
    """Rewrite `files` of one manifest."""
    manifest = assets_dir() / "packs" / f"{name}.yaml"
    yaml = YAML()
    yaml.width = 120
    data = yaml.load(manifest.read_text("utf-8"))
    paths = sorted({path for pattern in data["include"] for path in folder.glob(pattern) if path.is_file()})
    data["files"] = {path.relative_to(folder).as_posix():
                     [path.stat().st_size, file_sha256(path)] for path in paths}
    with manifest.open("w", encoding="utf-8") as stream:
        yaml.dump(data, stream)
    print(f"{manifest.name}: {len(paths)} files")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="the manifest's, without its ending")
    parser.add_argument("folder", type=Path, help="where the pack lies unpacked")
    arguments = parser.parse_args()
    main(arguments.name, arguments.folder)
