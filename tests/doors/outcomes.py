"""Results that are being written, and a target; and the requests that change them."""

from typing import Any

from sqlalchemy import select

from consult.analysis.operations import add_target
from consult.consultations.editing.queries import mark_of
from consult.followup.models import Outcome
from consult.followup.operations.writing import put_outcome, put_results
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST

TARGET = {"dimension": "region", "value": "africa", "unit": "organisations", "at_least": 10}


def begin_results(site: Site, public: Proceeding, words: str) -> dict[str, str]:
    """Write results with a word in every text, which nobody publishes; the names of outcome and target."""
    given: dict[str, Any] = {"proceeding_id": public.id}
    site.work.run(put_results, TEST, **given, seen=mark_of({"text": {}}), text={"en": words})
    outcome: dict[str, Any] = {"decision": "partly", "text": {"en": words}, "why": {"en": words}, "cited": []}
    site.work.run(put_outcome, TEST, **given, public_id=None, seen=mark_of(None), position=None, **outcome)
    values: dict[str, Any] = {**given, **TARGET}
    target: str = site.work.run(add_target, TEST, **values).result
    with site.database.reading() as db:
        return {"outcome": db.scalars(select(Outcome.public_id)).one(), "target": target}
