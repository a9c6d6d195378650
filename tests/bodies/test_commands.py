"""`consult init` and `consult user add`: accounts from the command line, one line for a mistake."""

import pytest
from click.testing import CliRunner

from consult.accounts.models import Account
from consult.accounts.queries import credentials
from consult.bodies.models import Grant
from consult.cli import commands
from consult.core.db import Database
from consult.core.errors import SetupError


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("CONSULT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CONSULT_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("CONSULT_DATABASE_URL", f"sqlite:///{tmp_path}/consult.sqlite")
    (tmp_path / "good").write_text("a lantern under the old bridge\nignored\n")
    (tmp_path / "weak").write_text("password1234\n")

    def invoke(*arguments):
        result = CliRunner().invoke(commands, [*arguments], catch_exceptions=True)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


def test_init_makes_one_administrator_and_can_run_again(run, tmp_path):
    arguments = ("init", "--admin-email", "Admin@example.org", "--password-file", str(tmp_path / "good"))
    assert "is administrator" in run(*arguments).output
    assert "has an account already" in run(*arguments).output
    database = Database(f"sqlite:///{tmp_path}/consult.sqlite")
    with database.reading() as db:
        known = credentials(db, "admin@example.org")
        assert known
        assert known.password_hash.startswith("$argon2id$")
        assert [(grant.role, grant.scope) for grant in db.query(Grant)] == [("administrator", "site")]
    database.close()


def test_init_wants_both_or_neither(run):
    assert run("init", "--admin-email", "a@example.org").exit_code == 2
    assert run("init").exit_code == 0


def test_user_add_refuses_what_cannot_be_in_one_line(run, tmp_path):
    run("init")
    add = ("user", "add", "--name", "Ama", "--password-file")
    assert run(*add, str(tmp_path / "good"), "--email", "ama@example.org").exit_code == 0
    refusals = {"ama@example.org": "good", "eve@example.org": "weak", "nobody": "good"}
    for email, password in refusals.items():
        with pytest.raises(SetupError) as refusal:
            run(*add, str(tmp_path / password), "--email", email)
        assert "\n" not in str(refusal.value)
    with pytest.raises(SetupError):
        run("user", "add", "--name", "Eve", "--email", "eve@example.org")
    database = Database(f"sqlite:///{tmp_path}/consult.sqlite")
    with database.reading() as db:
        assert [account.email for account in db.query(Account)] == ["ama@example.org"]
    database.close()
