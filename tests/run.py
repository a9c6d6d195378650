"""Runs every test and check: `python tests/run.py`, as `make test` does; names of groups run only those.

It installs or asks for the programs that are missing, starts the servers, runs the groups one after the other
(whatever kills or measures comes last and alone), and ends with one line of totals.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.servers import chromium, postgres_bin, postgres_server, redis_server  # noqa: E402

RESULTS = ROOT / "build" / "tests"


@dataclass(frozen=True)
class Group:
    name: str
    options: tuple[str, ...]
    fsync: bool = False
    may_be_empty: bool = True


GROUPS = {
    group.name: group
    for group in (
        Group(
            "quick",
            ("-n", "2", "--dist", "worksteal", "-m", "not (browser or fault or soak)"),
            may_be_empty=False,
        ),
        Group("browser", ("-n", "2", "--dist", "worksteal", "-m", "browser and not (fault or soak)")),
        Group("fault", ("-m", "fault and not soak", "-p", "no:xdist", "-o", "timeout=180"), fsync=True),
        Group("soak", ("-m", "soak", "-p", "no:xdist", "-o", "timeout=3600"), fsync=True, may_be_empty=False),
    )
}
EVERYDAY = ["check", "quick", "browser", "fault"]


@dataclass
class Outcome:
    name: str
    ok: bool
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def missing_packages() -> list[str]:
    """Debian's names for the programs that are not here."""
    has_arabic = (
        shutil.which("fc-list")
        and subprocess.run(["fc-list", ":lang=ar", "family"], capture_output=True, check=False).stdout.strip()
    )
    needs = {
        "chromium": chromium(),
        "postgresql": postgres_bin(),
        "redis-server": shutil.which("redis-server"),
        "fontconfig fonts-noto-core": has_arabic,
    }
    return [word for names, found in needs.items() if not found for word in names.split()]


def install_programs() -> None:
    """As root on Debian installs what is missing; elsewhere says how and stops."""
    packages = missing_packages()
    if not packages:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        stop(f"The tests need more programs. On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}")
    print(f"Installing {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *command], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            stop(f"apt-get {command[0]} failed:\n{done.stdout}{done.stderr}")
    if still := missing_packages():
        stop(f"Installed, yet not found: {' '.join(still)}")


def find_real_data() -> None:
    """Sets CONSULT_SHARED where the real data lies, or says that samples stand in."""
    given = os.environ.get("CONSULT_SHARED")
    folder = Path(given) if given else ROOT.parent / "shared"
    if (folder / "data").is_dir():
        os.environ["CONSULT_SHARED"] = str(folder.resolve())
    elif given or os.environ.get("CI"):
        stop(f"The real data sets are not in {folder}: set CONSULT_SHARED to the folder that holds data/")
    else:
        print("No real data sets here (CONSULT_SHARED): small samples of our own stand in.", flush=True)


def run(command: list[str]) -> int:
    """Runs to the end; if we are interrupted, the command is ended before we are."""
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def run_check() -> Outcome:
    title("check")
    started = time.monotonic()
    code = run(["make", "--no-print-directory", "--keep-going", "check"])
    return Outcome("check", code == 0, time.monotonic() - started)


def run_group(group: Group) -> Outcome:
    title(group.name)
    report = RESULTS / f"{group.name}.xml"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    pytest = [sys.executable, "-m", "pytest", "-q", "--durations=20", f"--junit-xml={report}"]
    code = run([*pytest, *group.options])
    nothing_ran = code == 5
    outcome = Outcome(group.name, code == 0 or (nothing_ran and group.may_be_empty), time.monotonic() - started)
    if report.is_file():
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314  pytest wrote it
        total, failures, errors, skipped = (
            sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
        )
        outcome.failed, outcome.skipped = failures + errors, skipped
        outcome.passed = max(0, total - outcome.failed - skipped)
    return outcome


def run_all(names: Iterable[str]) -> list[Outcome]:
    outcomes = []
    names = list(names)
    if "check" in names:
        outcomes.append(run_check())
    groups = [GROUPS[name] for name in names if name != "check"]
    # Two sets of servers at most: one that may forget at a power cut, one that may not.
    for fsync in (False, True):
        part = [group for group in groups if group.fsync is fsync]
        if not part:
            continue
        with ExitStack() as servers:
            fsync = fsync or os.environ.get("CONSULT_TEST_FSYNC") == "on"
            os.environ["CONSULT_TEST_POSTGRES_URL"] = servers.enter_context(postgres_server(fsync=fsync))
            os.environ["CONSULT_TEST_REDIS_URL"] = servers.enter_context(redis_server())
            outcomes += [run_group(group) for group in part]
    return outcomes


def title(name: str) -> None:
    print(f"\n== {name} ==", flush=True)


def stop(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(1)


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in (*GROUPS, "check")]:
        print(f"No such group: {', '.join(unknown)}. There are: check, {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    # A polite end from outside goes the same way as Ctrl-C: through every `finally`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    install_programs()
    find_real_data()
    os.environ["CONSULT_TEST_CHROMIUM"] = str(chromium())
    RESULTS.mkdir(parents=True, exist_ok=True)
    try:
        outcomes = run_all(names or EVERYDAY)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        return 130
    print()
    for outcome in outcomes:
        print(f"{outcome.name:8} {outcome.seconds:7.1f} s  {'ok' if outcome.ok else 'FAILED'}")
    passed, failed, skipped = (
        sum(getattr(outcome, name) for outcome in outcomes) for name in ("passed", "failed", "skipped")
    )
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if all(outcome.ok for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
