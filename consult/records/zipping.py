"""A folder as one file."""

import zipfile
from pathlib import Path


def zip_of(folder: Path, target: Path) -> Path:
    """A folder as a zip that unpacks to a folder of the same name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            archive.write(path, f"{folder.name}/{path.relative_to(folder)}")
    return target
