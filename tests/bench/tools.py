"""Programs that measuring needs beside Python."""

import os
import shutil
import subprocess
from pathlib import Path


class Missing(Exception):
    """Something that cannot be measured here; the text is the one line that says what to do."""


def sqlite3_shell() -> str:
    """The sqlite3 shell; as root on Debian it is installed where it is missing."""
    if not shutil.which("sqlite3") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for order in (["update", "-qq"], ["install", "-y", "-qq", "sqlite3"]):
            subprocess.run(["apt-get", *order], check=False, env=environment, stdout=subprocess.DEVNULL)
    found = shutil.which("sqlite3")
    if not found:
        raise Missing("The sqlite3 shell is missing. On Debian or Ubuntu: sudo apt-get install sqlite3")
    return found


def load_generator() -> Path:
    """The generator of live load, compiled from CONSULT_SHARED."""
    shared = Path(os.environ.get("CONSULT_SHARED", "../shared"))
    source, program = shared / "bench" / "wsload.c", Path("build/bench/wsload").absolute()
    if not source.exists():
        raise Missing("live.p99.ms needs the load generator: set CONSULT_SHARED to the folder with bench/wsload.c")
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        raise Missing(
            "A C compiler is missing for live.p99.ms. On Debian or Ubuntu: sudo apt-get install gcc libc6-dev"
        )
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([compiler, "-O2", "-w", "-D_GNU_SOURCE", "-o", str(program), str(source)], check=True)
    return program
