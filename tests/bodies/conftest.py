"""A body and a private room of it."""

import pytest

from tests.factories import make_body, make_proceeding


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, "group", kind="workspace", audience="members", title="Hidden Marigold Group")
