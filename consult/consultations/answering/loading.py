"""Somebody at a questionnaire: which version, what is written so far, and where the pages are."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import g, session, url_for

from consult.consultations.answering.standing import standing_of
from consult.consultations.answering.steps import Step, hanging_of, shown_steps, steps_of
from consult.consultations.answers import Answers, Weighed, weigh
from consult.consultations.asked import Asked
from consult.consultations.bearing import bearing_of
from consult.consultations.carrying import Lost, carried, known_only
from consult.consultations.queries import asked
from consult.consultations.routes.loading import Head, head, head_of
from consult.contributions.attachments.queries import DraftFile, files_of_drafts
from consult.contributions.disclosure import ReadFile
from consult.contributions.drafts.queries import Kept, Which, kept_draft
from consult.contributions.late import pass_in_hand, takes_input
from consult.contributions.own import Own, own_contribution
from consult.core.errors import NotFound
from consult.core.localized import Words
from consult.proceedings.models import Proceeding
from consult.proceedings.respondents.access import Standing, standing
from consult.web.language import language
from consult.web.site import actor, reading

COOKIE = "drafts"
MOST = 12  # drafts that one browser's cookie names; those of an account and those with a code are found without it


@dataclass
class Sitting:
    """The version that is asked, the draft if there is one, and for a correction the response that is corrected."""

    proceeding: Proceeding
    asked: Asked
    which: Which
    draft: Kept | None
    own: Own | None = None
    words: dict[str, Words] | None = None

    @cached_property
    def head(self) -> Head:
        """Its title and where it stands."""
        return head(self.proceeding) if self.words is None else head_of(self.proceeding, self.words)

    @cached_property
    def weighed(self) -> Weighed:
        """What the judge says of the answers that decide what is shown; nothing is missing yet."""
        return self.weighed_on(())

    def weighed_on(self, keys: Collection[str]) -> Weighed:
        """The same, and what the judge says of the answers to these questions."""
        only = bearing_of(self.asked).deciding.union(keys)
        return weigh(self.asked, self.answers, complete=False, files=self.files, only=only)

    def weighed_at(self, step: Step) -> Weighed:
        """What the judge says of that on which a page and its number hang; of other questions it says nothing."""
        on = hanging_of(self.asked, step)
        return weigh(self.asked, self.answers, complete=False, files=self.files, only=on.keys, weights=on.weights)

    @cached_property
    def carried(self) -> tuple[Answers, list[Lost]]:
        """What is written so far, as far as the version that is asked takes it, and what of it is lost."""
        if self.draft is None:
            return {}, []
        if self.is_changed:
            before = asked(reading(), self.proceeding, language(), self.draft.questionnaire)
            if before is not None:
                return carried(self.draft.answers, before, self.asked)
        return known_only(self.asked, self.draft.answers), []

    @property
    def stored(self) -> Answers:
        """What the draft holds, of whichever version it was."""
        return dict(self.draft.answers) if self.draft else {}

    @property
    def answers(self) -> Answers:
        """What is written so far."""
        return dict(self.carried[0])

    @cached_property
    def drafted_files(self) -> list[DraftFile]:
        """The files of the draft, the document among them."""
        return files_of_drafts(reading(), self.draft.parts) if self.draft else []

    @cached_property
    def attached(self) -> dict[str, DraftFile | ReadFile]:
        """The files that answers may name: those of the draft, and those of the response that is corrected."""
        if not bearing_of(self.asked).asks_files:
            return {}
        found: list[DraftFile | ReadFile] = [*(self.own.reading.files if self.own else []), *self.drafted_files]
        return {one.public_id: one for one in found if one.question is not None}

    @property
    def files(self) -> frozenset[str]:
        """The public ids of those, without what was refused."""
        return frozenset(name for name, one in self.attached.items() if one.state != "refused")

    @property
    def document(self) -> DraftFile | None:
        """The document that goes with the answers, or instead of them."""
        return next((one for one in self.drafted_files if one.question is None), None)

    @property
    def seed(self) -> str:
        """What puts options by chance into an order that stays the same for this draft."""
        return self.draft.public_id if self.draft else ""

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All pages of the version."""
        return steps_of(self.asked)

    @cached_property
    def shown(self) -> list[Step]:
        """The pages that have something to ask."""
        return shown_steps(self.steps, self.weighed)

    @property
    def is_open(self) -> bool:
        """Whether input is taken now."""
        return self.head.phase == "open" if self.own else takes_input(self.proceeding)

    @cached_property
    def may(self) -> Standing:
        """What the reader may do by the rule on who may answer."""
        return standing(reading(), actor(), self.proceeding)

    @property
    def is_barred(self) -> bool:
        """Whether nothing can be begun here for want of an invitation."""
        begun = self.own is not None or self.draft is not None or self.which.late_pass is not None
        return not begun and not self.may.may_respond

    @property
    def is_changed(self) -> bool:
        """Whether the questions were changed since the author of the draft saw them."""
        return self.draft is not None and self.own is None and self.draft.questionnaire != self.asked.public_id

    @property
    def more_pages(self) -> int:
        """The pages after the questions: who writes, and a look at everything."""
        return 1 if self.own else 2

    @property
    def where(self) -> str | None:
        """The page where somebody stopped: the first on which nothing is answered yet, else the first; None without any."""
        untouched = (step for step in self.shown if not any(key in self.stored for key in step.keys))
        found = next(untouched, self.shown[0] if self.shown else None)
        return found.key if found else None

    def step(self, key: str) -> Step:
        """The page of this name. Raises NotFound."""
        found = next((step for step in self.steps if step.key == key), None)
        if found is None:
            raise NotFound
        return found

    def url(self, page: str, **more: Any) -> str:
        """The address of `step`, `you` or `review` here."""
        if self.own is not None:
            place: dict[str, Any] = {"reference": self.own.reading.reference, **more}
            return url_for("correct_step" if page == "step" else "correct_review", **place)
        return url_for(f"respond_{page}" if page != "start" else "respond", slug=self.proceeding.slug, **more)

    def after(self, key: str) -> str:
        """Where somebody goes on from a page."""
        following = self._beside(key, 1)
        return self.url("step", key=following.key) if following else self.url("you")

    def before(self, key: str) -> str:
        """Where somebody goes back to from a page."""
        earlier = self._beside(key, -1)
        if earlier is not None:
            return self.url("step", key=earlier.key)
        return url_for("own_input", reference=self.which.corrects) if self.own else self.url("start")

    def _beside(self, key: str, way: int) -> Step | None:
        order = [step.key for step in self.steps]
        at = order.index(key)
        rest = order[at + 1 :] if way > 0 else order[:at][::-1]
        by_key = {step.key: step for step in self.shown}
        return next((by_key[one] for one in rest if one in by_key), None)


def sit(slug: str) -> Sitting:
    """Somebody who answers the consultation at this address. Raises NotFound where nothing is asked."""
    proceeding, words, questions = standing_of(slug)
    which = Which(proceeding.id, known_draft(proceeding), late_pass=pass_in_hand(proceeding))
    return Sitting(proceeding, questions, which, kept_draft(reading(), actor(), which), words=words)


def sit_again(reference: str) -> Sitting:
    """The author of a response who corrects it, at the questions as they were asked. Raises NotFound for others."""
    own = own_contribution(reading(), actor(), reference)
    g.zone = own.proceeding.zone
    if own.reading.kind != "response" or own.questionnaire is None:
        raise NotFound
    questions = asked(reading(), own.proceeding, language(), own.questionnaire)
    if questions is None:
        raise NotFound
    which = Which(own.proceeding.id, corrects=reference)
    return Sitting(own.proceeding, questions, which, kept_draft(reading(), actor(), which), own)


def known_draft(proceeding: Proceeding) -> str | None:
    """The draft that the browser's signed cookie names."""
    found = session.get(COOKIE, {}).get(proceeding.public_id)
    return str(found) if found else None


def remember(proceeding: Proceeding, draft: str) -> None:
    """Let the browser know its draft; only the latest few are named, so that the cookie does not grow."""
    others = {key: value for key, value in session.get(COOKIE, {}).items() if key != proceeding.public_id}
    kept = dict([*others.items(), (proceeding.public_id, draft)][-MOST:])
    if session.get(COOKIE) != kept:
        session[COOKIE] = kept


def forget(proceeding: Proceeding) -> None:
    """The browser's draft is over."""
    left = {key: value for key, value in session.get(COOKIE, {}).items() if key != proceeding.public_id}
    if left:
        session[COOKIE] = left
    else:
        session.pop(COOKIE, None)
