"""`consult demo`: the demo, once, and its accounts each time."""

import os
import secrets
from pathlib import Path

import click

from consult.accounts.passwords import Hasher
from consult.core.config import Settings, read_settings
from consult.core.errors import SetupError
from consult.demo.loader import Demo, is_loaded, told
from consult.migrate import check_version
from consult.site import Site, open_site


def install(commands: click.Group) -> None:
    """Add the command."""
    commands.add_command(demo)


@click.command()
def demo() -> None:
    """Load the demo content, once, and print its accounts."""
    settings = read_settings()
    check_version(settings)
    site = open_site(settings)
    try:
        _load(site, settings)
    finally:
        site.close()
    _print_accounts(settings)


def _load(site: Site, settings: Settings) -> None:
    if is_loaded(site):
        return
    hashed = Hasher(settings.argon2_time, settings.argon2_memory_kib).hash(_password(settings))
    inputs = len(told("comments")) + len(told("responses")) + len(told("hearing")["comments"])
    inputs += len(told("workspace")["messages"]) + len(told("consultation_closed")["comments"])
    with click.progressbar(length=inputs, label="Loading the demo") as bar:
        Demo(site, bar.update).load(hashed)


def _password(settings: Settings) -> str:
    """The password of all demo accounts: made anew on each machine, kept in a file that only its owner reads."""
    path = Path(settings.data_dir) / "demo-password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("-".join(secrets.token_hex(2) for _ in range(4)))
    return path.read_text().strip()


def _print_accounts(settings: Settings) -> None:
    if not (Path(settings.data_dir) / "demo-password").exists():
        raise SetupError("the demo is loaded, but its password file is gone from the data folder")
    click.echo(f"\nDemo accounts, all with the password {_password(settings)}")
    for one in told("people"):
        roles = ", ".join(role["role"] for role in one["roles"]) or "no role"
        click.echo(f"  {one['email']:<36} {roles}")
    click.echo(f"\nSign in at {settings.base_url}/en/account/sign-in\n")
