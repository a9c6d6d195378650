"""A hearing to plan, and the people around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from consult.bodies.actors import FURTHER
from consult.bodies.models import Body
from consult.core.actors import Actor
from consult.hearings.programme.operations.items import add_item
from consult.hearings.programme.operations.sessions import add_session
from consult.hearings.programme.rooms import held_in_meetings
from consult.hearings.programme.shape import NewItem, NewSession
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import actor_for, make_account, make_body, make_proceeding


@dataclass
class Stage:
    """A site with a hearing; operations run on it by short names."""

    site: Site
    body: Body
    hearing: Proceeding
    secretary: Actor

    def run(self, operation: Callable[..., Any], actor: Actor | None = None, **values: Any) -> Any:
        """Run an operation on the hearing, by the secretariat unless somebody else is named."""
        return self.site.work.run(operation, actor or self.secretary, proceeding_id=self.hearing.id, **values).result

    def session(self, number: int = 1, **values: Any) -> str:
        """A session of three hours in Zurich."""
        given: dict[str, Any] = {
            "zone": "Europe/Zurich",
            "starts_local": "2027-01-26T10:00",
            "ends_local": "2027-01-26T13:00",
            "texts": {"title": {"en": "First day"}, "place": {"en": "Room XX"}},
        }
        return str(self.run(add_session, new=NewSession(number=number, **{**given, **values})))

    def item(self, title: str = "Opening", **values: Any) -> str:
        """An agenda item with a title in English."""
        return str(self.run(add_item, new=NewItem(texts={"title": {"en": title}}, **values)))


@pytest.fixture
def further() -> Any:
    """Members of a workspace hold their roles in its meetings."""
    FURTHER[:] = [held_in_meetings]
    yield
    FURTHER[:] = []


@pytest.fixture
def stage(site: Site) -> Stage:
    """An announced hearing of a body with a secretariat."""
    body = make_body(site)
    hearing = make_proceeding(
        site, body, kind="hearing", is_live=True, prefix="H6", state="announced", opens_at=None, closes_at=None
    )
    office = make_account(site, "office@example.org", ("secretariat", "body", body.id), name="Office")
    return Stage(site, body, hearing, actor_for(site, office))
