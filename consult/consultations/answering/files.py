"""The files of a page: what came with its form is attached, what was ticked is taken away, each refusal is said in words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import request

from consult.consultations.answering.loading import Sitting, remember
from consult.consultations.asked import AskedQuestion, AskedSection
from consult.consultations.forms.names import name_of
from consult.contributions.attachments.files.kinds import IMAGES
from consult.contributions.attachments.operations import attach_file, describe_file, remove_file
from consult.contributions.attachments.storing import NewFile, store_upload
from consult.core.errors import Invalid, NotFound
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import run
from consult.web.uploads import sent_files

if TYPE_CHECKING:
    from consult.consultations.answering.step_routes import Typed

Place = tuple[AskedSection, AskedQuestion, int]


class Taken(NamedTuple):
    """A sentence for each file that was not taken, and whether there are new pictures, which nobody has described yet."""

    refusals: list[str]
    has_pictures: bool


def take_files(sitting: Sitting, typed: "Typed") -> Taken:
    """Attach and take away the files of a page, changing what was typed accordingly.

    The first file may begin the draft: `sitting.which` names it then.
    """
    refusals, has_pictures = [], False
    for place in list(_places(typed)):
        names = _without_dropped(sitting, _named(typed, place))
        for incoming, called in sent_files(f"u_{_field(place)}"):
            keeps = request.form.get("keep_originals") == "yes"
            try:
                file = store_upload(incoming, called, question=place[1].public_id, keeps_original=keeps)
                names.append(attach(sitting, file, place[1]))
                has_pictures = has_pictures or file.media_type in IMAGES
            except Invalid as error:
                refusals.append(_("%(name)s: %(problem)s", name=called, problem=message_for(error)))
        _name(typed, place, names)
    return Taken(refusals + _describe(sitting), has_pictures)


def attach(sitting: Sitting, file: NewFile, question: AskedQuestion) -> str:
    """Add a stored file to the draft, which the browser remembers if it begins here; its public id."""
    public_id, draft = run(
        attach_file,
        which=sitting.which,
        file=file,
        most=sitting.asked.most_files(question.key),
        questionnaire=sitting.asked.public_id,
        language=language(),
    ).result
    know(sitting, draft)
    return str(public_id)


def know(sitting: Sitting, draft: str) -> None:
    """Name the draft that a file began, or was added to."""
    if sitting.own is None and sitting.which.known != draft:
        sitting.which = sitting.which._replace(known=draft)
        remember(sitting.proceeding, draft)


def _places(typed: "Typed") -> Iterator[Place]:
    """The questions of the page that ask for files, in each instance that came."""
    for section in typed.asked.sections:
        for question in section.questions:
            if question.type == "file" and question.key in typed.keys:
                count = len(typed.page.answers.get(section.key) or ()) if section.repeats else 1
                yield from ((section, question, number) for number in range(1, count + 1))


def _field(place: Place) -> str:
    section, question, number = place
    return name_of(question, number if section.repeats else None)


def _named(typed: "Typed", place: Place) -> list[str]:
    section, question, number = place
    answers: Any = typed.page.answers
    value = (answers[section.key][number - 1] if section.repeats else answers).get(question.key)
    return [str(one) for one in value] if isinstance(value, list) else []


def _name(typed: "Typed", place: Place, names: list[str]) -> None:
    section, question, number = place
    answers = dict(typed.page.answers)
    if section.repeats:
        rows = [dict(one) for one in answers.get(section.key) or []]
        rows[number - 1][question.key] = names
        answers[section.key] = rows
    else:
        answers[question.key] = names
    typed.page = replace(typed.page, answers=answers)


def _without_dropped(sitting: Sitting, names: list[str]) -> list[str]:
    dropped = set(request.form.getlist("drop")) & set(names)
    for name in dropped:
        try:
            run(remove_file, which=sitting.which, public_id=name)
        except NotFound:
            continue  # sent with an earlier version, which keeps it
    return [name for name in names if name not in dropped]


def _describe(sitting: Sitting) -> list[str]:
    """Keep the words for pictures, where they were changed; a sentence for what cannot be kept."""
    refusals: list[str] = []
    if not any(name.startswith("alt.") for name in request.form):
        return refusals
    for one in sitting.drafted_files:
        said = request.form.get(f"alt.{one.public_id}")
        if said is None or said == one.alt or one.public_id in request.form.getlist("drop"):
            continue
        try:
            run(describe_file, which=sitting.which, public_id=one.public_id, alt=said)
        except Invalid as error:
            refusals.append(_("%(name)s: %(problem)s", name=one.name, problem=message_for(error)))
    return refusals
