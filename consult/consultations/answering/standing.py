"""A public consultation and what it asks, kept while nothing of it changes: three short queries tell whether that is so.

It is the same for everybody and holds nothing of a reader. What may change is read again and compared each time, as the
driver gives it; other consultations, which only some may see, are read anew by each request.
"""

from collections import OrderedDict
from typing import Any, NamedTuple

from flask import Flask, current_app, g
from sqlalchemy import bindparam, select

from consult.consultations.asked import Asked
from consult.consultations.models import Questionnaire, QuestionnaireVersion
from consult.consultations.queries import asked
from consult.consultations.routes.loading import consultation
from consult.core.actors import ANYBODY
from consult.core.errors import NotFound
from consult.core.localized import LocalizedText, Words
from consult.core.prepared import Cursor, Prepared, cursor_in
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.web.language import language
from consult.web.site import reading

MOST = 60
_PLACE = Prepared(
    select(Proceeding.id, *Proceeding.__table__.c).where(
        visible(ANYBODY),
        Proceeding.kind == "consultation",
        Proceeding.slug == bindparam("slug"),
        Proceeding.audience == "public",
    )
)
_TITLES = Prepared(
    select(LocalizedText.language, LocalizedText.text, LocalizedText.status)
    .where(LocalizedText.owner == bindparam("owner"), LocalizedText.field == "title")
    .order_by(LocalizedText.language)
)
_VERSIONS = Prepared(
    select(*QuestionnaireVersion.__table__.c)
    .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
    .where(Questionnaire.proceeding_id == bindparam("proceeding_id"))
    .order_by(QuestionnaireVersion.number)
)


class Standing(NamedTuple):
    """A consultation with its title and the newest of its published versions, in one language."""

    proceeding: Proceeding
    words: dict[str, Words]
    asked: Asked


def install(app: Flask) -> None:
    """Give the app what it keeps."""
    app.extensions["consult.standing"] = OrderedDict()


def standing_of(slug: str) -> Standing:
    """What stands at this address; its zone becomes that of the page. Raises NotFound, also where nothing is asked.

    The ground is read before the rest, so that what changes meanwhile is found changed.
    """
    ground = _ground(cursor_in(reading()), slug)
    if ground is None:
        return _read(slug)
    kept, key = _all_kept(), (slug, language())
    found = kept.get(key)
    if found is None or found[0] != ground:
        found = kept[key] = ground, _read(slug)
        reading().expunge(found[1].proceeding)  # it outlives the session of this request
        if len(kept) > MOST:
            kept.popitem(last=False)
    kept.move_to_end(key)
    g.zone = found[1].proceeding.zone
    return found[1]


def still_standing(cursor: Cursor, slug: str) -> Standing | None:
    """The same from what is kept, where that is true still."""
    kept, key = _all_kept(), (slug, language())
    found = kept.get(key)
    if found is None or found[0] != _ground(cursor, slug):
        return None
    kept.move_to_end(key)
    return found[1]


def _all_kept() -> OrderedDict[tuple[str, str], tuple[Any, Standing]]:
    kept: OrderedDict[tuple[str, str], tuple[Any, Standing]] = current_app.extensions["consult.standing"]
    return kept


def _ground(cursor: Cursor, slug: str) -> tuple[Any, ...] | None:
    places = _PLACE.raw(cursor, slug=slug)
    if not places:
        return None
    number = places[0][0]
    titles = _TITLES.raw(cursor, owner=f"proceeding:{number}")
    return places[0], titles, _VERSIONS.raw(cursor, proceeding_id=number)


def _read(slug: str) -> Standing:
    proceeding = consultation(slug)
    questions = asked(reading(), proceeding, language())
    if questions is None:
        raise NotFound
    words = proceeding_words(reading(), [proceeding], language(), ("title",))[proceeding.id]
    return Standing(proceeding, words, questions)
