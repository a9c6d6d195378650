"""Settings from the environment (CONSULT_*), checked before anything starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from consult.core.errors import SetupError

SECRET_MIN = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """How this site runs; made by `read_settings`, or by a test directly."""

    database_url: str
    secret_key: str
    base_url: str
    data_dir: Path
    redis_url: str | None = None
    smtp_url: str | None = None
    clamd_url: str | None = None
    mail_from: str = "consult@localhost"
    worker: bool = True
    argon2_time: int = 3
    argon2_memory_kib: int = 65536
    site_name: str = "Consult"
    log_days: int = 1825
    rate_anonymous: tuple[int, float] = (5, 10.0)
    rate_members: tuple[int, float] = (30, 10.0)

    @property
    def https(self) -> bool:
        """Whether people reach the site over https, which decides the cookies' names and HSTS."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The only Host header the site answers to."""
        return urlsplit(self.base_url).netloc


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process.

    Raises SetupError, with one line for the operator, where one is missing or unsafe.
    """
    env = os.environ if environ is None else environ
    data_dir = Path(env.get("CONSULT_DATA_DIR", "data")).absolute()
    base_url = env.get("CONSULT_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    parts = _parts(base_url)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme == "http" and not local:
        raise SetupError("CONSULT_BASE_URL must begin with https:// for any address but this machine's own")
    secret = env.get("CONSULT_SECRET_KEY", "")
    if len(secret) < SECRET_MIN:
        raise SetupError(
            f"CONSULT_SECRET_KEY is missing or too short: set it to at least {SECRET_MIN} random characters "
            "(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')"
        )
    return Settings(
        database_url=env.get("CONSULT_DATABASE_URL") or f"sqlite:///{data_dir / 'consult.sqlite'}",
        secret_key=secret,
        base_url=base_url,
        data_dir=data_dir,
        redis_url=env.get("CONSULT_REDIS_URL") or None,
        smtp_url=env.get("CONSULT_SMTP_URL") or None,
        clamd_url=_scanner(env.get("CONSULT_CLAMD_URL")),
        mail_from=env.get("CONSULT_MAIL_FROM", f"consult@{parts.hostname}"),
        worker=env.get("CONSULT_WORKER", "on") != "off",
        site_name=env.get("CONSULT_SITE_NAME", "Consult"),
        log_days=_days(env, "CONSULT_LOG_DAYS", "1825"),
        rate_anonymous=_rate(env, "CONSULT_RATE_ANONYMOUS", "5/10"),
        rate_members=_rate(env, "CONSULT_RATE_MEMBERS", "30/10"),
    )


def _parts(base_url: str) -> SplitResult:
    refusal = SetupError("CONSULT_BASE_URL must be an address without a path, such as https://consult.example.org")
    try:
        parts = urlsplit(base_url)
        plain = parts.port is None or parts.port > 0
    except ValueError as error:
        raise refusal from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise refusal
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise refusal
    return parts


def _scanner(url: str | None) -> str | None:
    """The address of the virus scanner, `tcp://host:port` or `unix:///path`."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        port, parts = 0, urlsplit("")
    good = (
        parts.path.startswith("/") if parts.scheme == "unix" else parts.scheme == "tcp" and parts.hostname and port != 0
    )
    if not good:
        raise SetupError("CONSULT_CLAMD_URL must be tcp://host:port or unix:///path/of/the/socket")
    return url


def _days(env: Mapping[str, str], name: str, usual: str) -> int:
    raw = env.get(name, usual)
    if not raw.isdecimal() or not 1 <= int(raw) <= 36_500:
        raise SetupError(f"{name} must say for how many days the logs of the staff are kept, such as {usual}")
    return int(raw)


def _rate(env: Mapping[str, str], name: str, usual: str) -> tuple[int, float]:
    many, _slash, seconds = env.get(name, usual).partition("/")
    try:
        rate = int(many), float(seconds)
    except ValueError:
        rate = 0, 0.0
    if rate[0] < 1 or not rate[1] > 0:
        raise SetupError(f"{name} must say how many live comments in how many seconds, such as {usual}")
    return rate
