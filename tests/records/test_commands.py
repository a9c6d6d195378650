"""The commands as an operator runs them: output, exit codes, one line for a mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from consult.site import Site
from tests.records.sets import NIGHT_BUS


@pytest.fixture
def run(site: Site, tmp_path: Path):
    """Runs `consult ...` against the site; gives (exit code, lines of output, lines of errors)."""

    def command(*words: str) -> tuple[int, list[str], list[str]]:
        settings = site.settings
        env = os.environ | {
            "CONSULT_DATABASE_URL": settings.database_url,
            "CONSULT_SECRET_KEY": settings.secret_key,
            "CONSULT_DATA_DIR": str(tmp_path),
        }
        program = [sys.executable, "-c", "from consult.cli import main; main()", *words]
        done = subprocess.run(program, env=env, capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    return command


@pytest.mark.slow
def test_import_export_and_check(run, tmp_path: Path):
    folder = str(NIGHT_BUS)
    words = ("import", "polis", folder, "--title", "A night", "--language", "en")
    assert run(*words, "--dry-run")[1][0] == "a-night"
    assert run("export", "a-night", "--format", "csv", "--edition", "public", "--output", str(tmp_path / "x"))[0] == 1
    code, lines, errors = run(*words)
    assert (code, lines[0], errors) == (0, "a-night", [])
    export = ("export", "a-night", "--format", "jsonl", "--edition", "restricted", "--output", str(tmp_path / "out"))
    assert run(*export)[0] == 0
    code, _lines, errors = run(*export)
    assert (code, len(errors)) == (1, 1)
    assert "--force" in errors[0]
    assert run(*export, "--force")[0] == 0
    assert run("check") == (0, ["The ledger and the rows agree."], [])
    code, _lines, errors = run("import", "package", str(tmp_path / "out"))
    assert (code, len(errors)) == (1, 1)
    assert "taken" in errors[0]
    assert run("export", "a-night", "--format", "xml", "--edition", "public", "--output", "x")[0] == 2
    assert run("import", "polis", folder, "--title", "x", "--language", "no language")[0] == 2
    assert run("import", "polis", str(tmp_path), "--title", "x", "--language", "en")[0] == 1
