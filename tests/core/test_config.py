"""A setting that is missing or unsafe stops the start, in one line that says what to do."""

import pytest

from consult.core.config import read_settings
from consult.core.db import Database
from consult.core.errors import SetupError

SECRET = {"CONSULT_SECRET_KEY": "s" * 32}


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({}, "CONSULT_SECRET_KEY"),
        ({"CONSULT_SECRET_KEY": "short"}, "CONSULT_SECRET_KEY"),
        (SECRET | {"CONSULT_BASE_URL": "consult.example.org"}, "CONSULT_BASE_URL"),
        (SECRET | {"CONSULT_BASE_URL": "ftp://consult.example.org"}, "CONSULT_BASE_URL"),
        (SECRET | {"CONSULT_BASE_URL": "https://"}, "CONSULT_BASE_URL"),
        (SECRET | {"CONSULT_BASE_URL": "http://consult.example.org"}, "https"),
        (SECRET | {"CONSULT_BASE_URL": "https://consult.example.org/path"}, "CONSULT_BASE_URL"),
        (SECRET | {"CONSULT_BASE_URL": "https://user:pass@consult.example.org"}, "CONSULT_BASE_URL"),
        (SECRET | {"CONSULT_BASE_URL": "https://consult.example.org:port"}, "CONSULT_BASE_URL"),
        (SECRET | {"CONSULT_BASE_URL": "https://[broken"}, "CONSULT_BASE_URL"),
        (SECRET | {"CONSULT_DATABASE_URL": "mysql://localhost/consult"}, "CONSULT_DATABASE_URL"),
        (SECRET | {"CONSULT_DATABASE_URL": "sqlite://"}, "CONSULT_DATABASE_URL"),
        (SECRET | {"CONSULT_DATABASE_URL": "sqlite:///:memory:"}, "CONSULT_DATABASE_URL"),
        (SECRET | {"CONSULT_DATABASE_URL": "nonsense"}, "CONSULT_DATABASE_URL"),
        (SECRET | {"CONSULT_LOG_DAYS": "0"}, "CONSULT_LOG_DAYS"),
        (SECRET | {"CONSULT_LOG_DAYS": "for ever"}, "CONSULT_LOG_DAYS"),
    ],
)
def test_a_bad_setting_is_one_line_that_names_it(environ: dict[str, str], names: str):
    with pytest.raises(SetupError) as caught:
        Database(read_settings(environ).database_url)
    line = str(caught.value)
    assert names in line
    assert "\n" not in line
    assert SECRET["CONSULT_SECRET_KEY"] not in line


def test_what_is_not_said_has_a_safe_value():
    settings = read_settings(SECRET | {"CONSULT_DATA_DIR": "/srv/consult"})
    assert settings.database_url == "sqlite:////srv/consult/consult.sqlite"
    assert (settings.base_url, settings.host, settings.https) == ("http://127.0.0.1:8000", "127.0.0.1:8000", False)
    assert (settings.argon2_time, settings.argon2_memory_kib) == (3, 65536)
    assert settings.redis_url is settings.smtp_url is None


def test_an_https_site_knows_its_host():
    settings = read_settings(SECRET | {"CONSULT_BASE_URL": "https://consult.example.org/"})
    assert (settings.https, settings.host) == (True, "consult.example.org")
    assert settings.mail_from == "consult@consult.example.org"
