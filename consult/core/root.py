"""Where templates, static and translations lie: in a checkout beside the package, in a wheel inside it."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent
ROOT = PACKAGE.parent if (PACKAGE.parent / "templates").is_dir() else PACKAGE
