"""The sets of Pol.is that the tests import: the real ones, or small ones of our own where those are absent."""

import csv
import os
from pathlib import Path

SHARED = Path(os.environ.get("CONSULT_SHARED", Path(__file__).parents[3] / "shared"))
REAL = SHARED / "data" / "polis"
SAMPLES = Path(__file__).parent / "samples"
HAS_REAL = REAL.is_dir()
TAIWAN = REAL / "vtaiwan.uberx" if HAS_REAL else SAMPLES / "ferry"


def folders() -> list[Path]:
    """Every set there is."""
    return sorted(path for path in (REAL if HAS_REAL else SAMPLES).iterdir() if path.is_dir())


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as the standard library reads them."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
