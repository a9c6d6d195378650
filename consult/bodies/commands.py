"""Accounts from the command line: `consult user add`, and the administrator that `consult init` may make."""

import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from consult.accounts.operations import create_account, folded_email
from consult.accounts.passwords import Hasher
from consult.accounts.queries import credentials
from consult.accounts.strength import check_password
from consult.bodies.operations import grant_role
from consult.core.actors import Actor, system
from consult.core.config import Settings, read_settings
from consult.core.db import Database
from consult.core.errors import Conflict, Invalid, SetupError
from consult.core.work import Work

OPERATOR = system("operator")
SAID = {
    "not_an_address": "the e-mail address is none: it should look like name@example.org",
    "required": "the name is empty",
    "password_short": "the password is too short: 12 characters at least",
    "password_long": "the password is too long: 200 characters at most",
    "password_common": "the password is one of those that are tried first: choose another one",
    "password_is_address": "the password can be guessed from the address: choose another one",
}


@click.group()
def user() -> None:
    """Accounts."""


@user.command()
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice(["administrator"]), help="A role on the whole site.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is the password; asked for at the terminal where it is missing.",
)
def add(email: str, name: str, role: str | None, password_file: Path | None) -> None:
    """Make an account."""
    settings = read_settings()
    password = password_from(password_file) if password_file else asked_password()
    add_user(settings, email=email, name=name, role=role, password=password)
    click.echo(f"{folded_email(email)} can sign in.")


def asked_password() -> str:
    """The password typed at a terminal."""
    if not sys.stdin.isatty():
        raise SetupError("there is no terminal to ask for a password: give one by --password-file")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def password_from(path: Path) -> str:
    """The first line of a file."""
    try:
        return path.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{path} cannot be read as text") from error


def add_user(settings: Settings, *, email: str, name: str, role: str | None, password: str) -> int:
    """Make an account with a role on the site. Raises SetupError, in one line, for what cannot be."""
    try:
        check_password(password, email)
        hashed = Hasher(settings.argon2_time, settings.argon2_memory_kib).hash(password)
        database = Database(settings.database_url)
        work = Work(database)
        try:
            return work.run(_add, OPERATOR, email=email, name=name, role=role, password_hash=hashed).result
        finally:
            work.close()
            database.close()
    except Invalid as error:
        raise SetupError(SAID.get(error.problem, f"the {error.field} cannot be taken as it is")) from error
    except Conflict as error:
        raise SetupError(f"there is an account for {email} already") from error


def _add(db: Session, actor: Actor, *, email: str, name: str, role: str | None, password_hash: str) -> int:
    account_id = create_account(db, actor, email=email, name=name, password_hash=password_hash)
    if role is not None:
        grant_role(db, actor, account_id=account_id, role=role, scope="site")
    return account_id


def add_administrator(settings: Settings, email: str, password_file: Path) -> bool:
    """The administrator of `consult init`: False where the address has an account already."""
    database = Database(settings.database_url)
    try:
        with database.reading() as db:
            if credentials(db, email) is not None:
                return False
    finally:
        database.close()
    name = folded_email(email).partition("@")[0]
    add_user(settings, email=email, name=name, role="administrator", password=password_from(password_file))
    return True
