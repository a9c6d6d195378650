"""The sets of Pol.is that the tests import: the real ones, or small ones of our own where those are absent."""

import csv
import os
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

SHARED = Path(os.environ.get("CONSULT_SHARED", Path(__file__).parents[3] / "shared"))
REAL = SHARED / "data" / "polis"
SAMPLES = Path(__file__).parent / "samples"
HAS_REAL = REAL.is_dir()
FERRY, NIGHT_BUS = SAMPLES / "ferry", SAMPLES / "night-bus"
TAIWAN = REAL / "vtaiwan.uberx" if HAS_REAL else FERRY


def real_sets() -> list[Path]:
    """The real sets that are here."""
    return sorted(path for path in REAL.iterdir() if path.is_dir()) if HAS_REAL else []


def every_set() -> list[ParameterSet]:
    """Our own sets, and the real ones, which take their time."""
    real = [pytest.param(path, id=path.name, marks=pytest.mark.slow) for path in real_sets()]
    return [pytest.param(path, id=path.name) for path in (FERRY, NIGHT_BUS)] + real


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as the standard library reads them."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
