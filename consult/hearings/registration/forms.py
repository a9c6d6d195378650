"""The forms of registering, of a statement, and of the secretariat's decisions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import EmailField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError

from consult.contributions.for_whom import WhomFields
from consult.contributions.members_text import ADDRESS
from consult.core.actors import ANYBODY, Actor
from consult.core.countries import country_names
from consult.core.errors import Invalid
from consult.hearings.programme.models import AgendaItem
from consult.hearings.programme.queries import texts_of
from consult.hearings.registration.models import WISHES, Registration
from consult.hearings.registration.operations.registering import LINE_CHARACTERS, WORDS_CHARACTERS, NewRegistration
from consult.hearings.registration.operations.statements import CHARACTERS
from consult.hearings.registration.queries import identities_offered, items_to_speak_on
from consult.hearings.registration.words import delivery_words, identity_words, state_words, wish_words
from consult.organisations.categories import RESERVED
from consult.organisations.queries import listed_by_slug
from consult.organisations.words import categories_offered, category_words
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import offered
from consult.web.forms import OnceForm, PageForm
from consult.web.language import INTERFACE, NAMES, language
from consult.web.language import gettext as _
from consult.web.site import reading
from consult.web.validators import Chosen, Written

EMAIL_CHARACTERS = 254


def item_words(items: Sequence[AgendaItem], original: str) -> list[tuple[str, str]]:
    """Items of the agenda as choices: public id, label and title in the language of the page."""
    texts = texts_of(reading(), [one.owner for one in items])
    found = []
    for one in items:
        titles = texts.get(one.owner, {}).get("title", {})
        title = titles.get(language()) or titles.get(original) or next(iter(titles.values()), "")
        found.append((one.public_id, f"{one.label} {title}".strip()))
    return found


class RegistrationForm(WhomFields, OnceForm):
    """What somebody registers: for what, for whom, under which name, and what they need."""

    wish = RadioField(validators=[Chosen()], validate_choice=False)
    item = SelectField(validate_choice=False)
    priority = TextAreaField(validators=[Written(characters=WORDS_CHARACTERS, required=False)])
    name = StringField(validators=[Written(characters=LINE_CHARACTERS)])
    category = SelectField(validate_choice=False)
    identity = RadioField(validators=[Chosen()], validate_choice=False)
    language = SelectField(validators=[Chosen()], validate_choice=False)
    needs = TextAreaField(validators=[Written(characters=WORDS_CHARACTERS, required=False)])
    email = EmailField(validators=[Written(characters=EMAIL_CHARACTERS, required=False)])

    def __init__(self, proceeding: Proceeding, actor: Actor, **more: Any) -> None:
        super().__init__(**more)
        self.proceeding = proceeding
        self.offer_whom(actor)
        self.label_whom()
        self._offer(actor)
        self._label()
        if not self.is_submitted():
            self.name.data = actor.name or ""
            self.language.data = language()
            self.identity.data = "public" if self.identities == ["public"] else None

    def _offer(self, actor: Actor) -> None:
        self.identities = identities_offered(self.proceeding)
        behalves = [choice for choice in self.on_behalf.iter_choices() if choice[0] != "coalition"]
        self.on_behalf.choices = offered((choice[0], choice[1]) for choice in behalves)
        wishes, names = wish_words(), identity_words()
        self.wish.choices = offered((one, wishes[one]) for one in WISHES)
        self.identity.choices = offered((one, names[one]) for one in self.identities)
        self.items = items_to_speak_on(reading(), actor, self.proceeding)
        asked = item_words(self.items, self.proceeding.language)
        self.item.choices = offered([("", _("Choose an item")), *asked])
        self.category.choices = offered([("", _("Not said")), *categories_offered(reading(), self.proceeding.body_id)])
        self.language.choices = offered([*NAMES.items(), ("und", _("Another language"))])

    def _label(self) -> None:
        for field, words in (
            (self.on_behalf, _("For whom do you register?")),
            (self.country, _("Country or area")),
            (self.wish, _("What do you register for?")),
            (self.item, _("On which item do you want to speak?")),
            (self.priority, _("Why should you be heard first?")),
            (self.name, _("Your name")),
            (self.category, _("Stakeholder category")),
            (self.identity, _("Who may see your name?")),
            (self.language, _("In which language will you speak?")),
            (self.needs, _("What do you need?")),
            (self.email, _("Address for news by mail")),
        ):
            field.label.text = words
        self.country.description = _("Yours, or that of your organisation. The balance between regions is kept by it.")
        self.needs.description = _(
            "Interpretation, also into sign language, an accessible place, more time. The secretariat reads it."
        )
        self.priority.description = _("Only if you have a reason, such as having been there. The secretariat reads it.")
        self.email.description = _(
            "A mail says that there is news, and never of what. Without an address come back with your codeword now and then."
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what belongs to the choice for whom it is."""
        fine = super().validate(extra_validators)
        return self.check_whom() and fine

    def validate_wish(self, field: Field) -> None:
        """Only what can be registered for."""
        _check_choice(field)

    def validate_identity(self, field: Field) -> None:
        """Only what the hearing offers."""
        _check_choice(field)

    def validate_language(self, field: Field) -> None:
        """Only a language that was offered."""
        _check_choice(field)

    def validate_on_behalf(self, field: Field) -> None:
        """Only for oneself or an organisation."""
        _check_choice(field)

    def validate_country(self, field: Field) -> None:
        """Only a country that there is."""
        _check_choice(field)

    def validate_category(self, field: Field) -> None:
        """Only a category that was offered; those that a secretariat gives are refused in words of their own."""
        if field.data in RESERVED:
            raise ValidationError(message_for(Invalid("category", "set_by_secretariat")))
        _check_choice(field)

    def registration(self) -> NewRegistration:
        """What was typed, from a form that was checked."""
        whom = self.sender()
        speaks = self.wish.data == "speak"
        return NewRegistration(
            client_id=str(self.client_id.data),
            wish=self.wish.data,
            identity=self.identity.data,
            name=self.name.data or "",
            language=self.language.data,
            organisation=whom.organisation,
            organisation_name=(whom.name or "") if whom.on_behalf == "organisation" else "",
            category=self.category.data or None,
            country=self.country.data or None,
            item=(self.item.data or None) if speaks else None,
            priority=(self.priority.data or "") if speaks else "",
            needs=self.needs.data or "",
            email=self.email.data or None,
            told_in=language() if language() in INTERFACE else "en",
        )


class ByHandForm(RegistrationForm):
    """Somebody whom the secretariat registers: any category can be said, and the state."""

    state = SelectField(validate_choice=False)

    def __init__(self, proceeding: Proceeding, **more: Any) -> None:
        super().__init__(proceeding, ANYBODY, **more)
        self.category.choices = [*(self.category.choices or []), *offered(reserved_words(self.category))]
        self.state.choices = offered((one, state_words(one)) for one in ("accepted", "reserve", "asked"))
        self.state.label.text = _("State")
        self.name.label.text = _("Name of the person")
        self.on_behalf.label.text = _("For whom do they register?")
        self.wish.label.text = _("What do they register for?")
        self.item.label.text = _("On which item do they want to speak?")
        self.identity.label.text = _("Who may see the name?")
        self.language.label.text = _("In which language will they speak?")
        self.needs.label.text = _("What do they need?")
        self.priority.label.text = _("Why should they be heard first?")
        self.organisation_name.description = _("Of a registered organisation the address of its page.")

    def validate_category(self, field: Field) -> None:
        """A secretariat may say who is a State."""
        _check_choice(field)

    def registration(self) -> NewRegistration:
        """The same, with the organisation whose page is named."""
        new = super().registration()
        named = ADDRESS.fullmatch(new.organisation_name.strip())
        known = listed_by_slug(reading(), [named[1]]).get(named[1]) if named else None
        return replace(new, organisation=known, organisation_name="" if known else new.organisation_name)


def reserved_words(field: SelectField) -> list[tuple[str, str]]:
    """The categories that only a secretariat gives, where they are not offered anyway."""
    known = {choice[0] for choice in field.iter_choices()}
    return [(one, str(category_words(one))) for one in sorted(RESERVED - known)]


class CategoryForm(PageForm):
    """What somebody is, as the secretariat says it."""

    category = SelectField(validate_choice=False)
    country = SelectField(validate_choice=False)

    def __init__(self, proceeding: Proceeding, row: Registration, **more: Any) -> None:
        super().__init__(**more)
        self.category.choices = offered([("", _("Not said")), *categories_offered(reading(), proceeding.body_id)])
        self.category.choices = [*self.category.choices, *offered(reserved_words(self.category))]
        self.country.choices = offered([("", _("Not said")), *country_names(language()).items()])
        self.category.label.text, self.country.label.text = _("Stakeholder category"), _("Country or area")
        if not self.is_submitted():
            self.category.data, self.country.data = row.category or "", row.country or ""


class StatementForm(OnceForm):
    """A statement: how it is meant, on which item, its language and its text. `kept` carries a document that was read."""

    delivery = RadioField(validators=[Chosen()], validate_choice=False)
    item = SelectField(validate_choice=False)
    language = SelectField(validators=[Chosen()], validate_choice=False)
    text = TextAreaField(validators=[Written(characters=CHARACTERS, required=False)])
    kept = HiddenField()

    def __init__(self, proceeding: Proceeding, actor: Actor, own: Registration, **more: Any) -> None:
        super().__init__(**more)
        words = delivery_words()
        deliveries = ("written",) if own.wish == "attend" else tuple(words)
        self.delivery.choices = offered((one, words[one]) for one in deliveries)
        self.items = items_to_speak_on(reading(), actor, proceeding)
        self.item.choices = offered([("", _("Choose an item")), *item_words(self.items, proceeding.language)])
        self.language.choices = offered([*NAMES.items(), ("und", _("Another language"))])
        self.delivery.label.text = _("How is it meant?")
        self.item.label.text = _("On which item?")
        self.language.label.text = _("In which language is it?")
        self.text.label.text = _("Text of the statement")
        self.text.description = _("An empty line begins a new paragraph.")
        if not self.is_submitted():
            self.item.data = next((one.public_id for one in self.items if one.id == own.item_id), "")
            self.language.data = own.language
            self.delivery.data = deliveries[0] if len(deliveries) == 1 else None

    def validate_delivery(self, field: Field) -> None:
        """Only what this registration allows."""
        _check_choice(field)

    def validate_language(self, field: Field) -> None:
        """Only a language that was offered."""
        _check_choice(field)


def _check_choice(field: Any) -> None:
    if (field.data or "") not in {choice[0] for choice in field.iter_choices()}:
        raise ValidationError(message_for(Invalid(field.name, "no_such_choice")))
