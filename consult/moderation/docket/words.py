"""The words of the docket's filters and of relations."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from consult.contributions.docket.related import Related
from consult.core.countries import country_name, region_names
from consult.moderation.words import confidentiality_words, input_words, reason_words, state_words
from consult.organisations.words import category_words
from consult.web.language import NAMES, language, pgettext
from consult.web.language import gettext as _


class LineWords(NamedTuple):
    """The words in a line of the docket."""

    kind: Callable[[str], str]
    category: Callable[[str], str | None]
    mark: Callable[[str], str]
    reason: Callable[[str | None], str | None]


def line_words() -> LineWords:
    """Those of this request's language."""
    return LineWords(input_words, category_words, mark_words, reason_words)


class Heading(NamedTuple):
    """What a filter is called, what no choice means, and the words of its values."""

    title: str
    everything: str
    words: Any


def headings(targets: Mapping[str, str]) -> dict[str, Heading]:
    """Each filter that is a list of values, in the order of the page."""
    code = language()
    return {
        "state": Heading(_("State"), _("All states"), state_words),
        "kind": Heading(_("Kind"), _("All kinds"), input_words),
        "category": Heading(_("Stakeholder category"), _("All categories"), category_words),
        "on_behalf": Heading(_("On behalf of"), _("Anybody"), behalf_words),
        "region": Heading(_("Region"), _("All regions"), lambda one: region_names(code).get(one, one)),
        "country": Heading(_("Country"), _("All countries"), lambda one: country_name(one, code)),
        "target": Heading(_("Paragraph or question"), _("Anything"), lambda one: targets.get(one, one)),
        "language": Heading(_("Language"), _("All languages"), lambda one: NAMES.get(one, one)),
        "files": Heading(_("Files"), _("With or without files"), files_words),
        "mark": Heading(_("Relation to other filings"), _("Any relation"), mark_words),
        "late": Heading(_("Late filings"), _("In time or late"), late_words),
        "coded": Heading(_("Stakeholder code"), _("With or without a code"), coded_words),
        "confidentiality": Heading(_("Who may read it"), _("Any reader"), confidentiality_words),
    }


def behalf_words(value: str) -> str:
    """For whom something was sent."""
    words = {
        "self": pgettext("on behalf", "Oneself"),
        "organisation": pgettext("on behalf", "An organisation"),
        "coalition": pgettext("on behalf", "A coalition: joint submission"),
    }
    return words.get(value, value)


def files_words(value: str) -> str:
    """Whether there are files."""
    return _("With files") if value == "yes" else _("Without files")


def coded_words(value: str) -> str:
    """Whether there is a stakeholder code."""
    return _("With a code") if value == "yes" else _("Without a code")


def late_words(value: str) -> str:
    """How a filing after the closing stands."""
    words = {
        "asked": pgettext("late filing", "Asks to be accepted"),
        "accepted": pgettext("late filing", "Accepted"),
        "refused": pgettext("late filing", "Not accepted"),
    }
    return words.get(value, value)


def mark_words(value: str) -> str:
    """What relations make of a filing, as a mark."""
    words = {
        # NOTE: mark of a filing in the docket: a later filing of the same author stands in its place
        "replaced": pgettext("filing", "Replaced"),
        # NOTE: mark of a filing in the docket: the same was filed twice
        "duplicate": pgettext("filing", "Duplicate"),
    }
    return words.get(value, value)


def relation_words(kind: str) -> str:
    """What one filing does to another, to choose from."""
    words = {
        "replaces": _("It replaces the other filing"),
        "duplicates": _("It is a duplicate of the other filing"),
        "annex_to": _("It is an annex to the other filing"),
    }
    return words[kind]


def related_words(one: Related) -> str:
    """A relation as a sentence, seen from one end; `{other}` is the place of the link to the other."""
    words = {
        ("replaces", True): _("Replaces {other}."),
        ("replaces", False): _("Replaced by {other}. It keeps its number."),
        ("duplicates", True): _("Duplicate of {other}."),
        ("duplicates", False): _("Filed again as {other}."),
        ("annex_to", True): _("Annex to {other}."),
        ("annex_to", False): _("Has the annex {other}."),
    }
    return words[one.kind, one.does]


def related_line(one: Related, url: str) -> Markup:
    """The same with its link."""
    before, _place, after = related_words(one).partition("{other}")
    link = Markup('<a href="{}"><bdi dir="ltr" class="symbol">{}</bdi></a>').format(url, one.reference)
    return Markup("{}{}{}").format(before, link, after)


def sort_words(sort: str) -> str:
    """An order of the docket."""
    words = {
        "docket": pgettext("order", "Docket number"),
        "day": pgettext("order", "Day of filing, the latest first"),
        "category": pgettext("order", "Stakeholder category"),
        "code": pgettext("order", "Stakeholder code"),
    }
    return words[sort]


def view_words(view: str) -> str:
    """A way to show the docket."""
    words = {
        "list": pgettext("view", "List"),
        "table": pgettext("view", "Table"),
        "reading": pgettext("view", "Reading"),
    }
    return words[view]
