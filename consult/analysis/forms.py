"""The form of a target."""

from wtforms import BooleanField, SelectField

from consult.analysis.models import EACH, EACH_OF, UNITS
from consult.analysis.words import dimension_words, each_words, unit_words, value_words
from consult.contributions.models import BEHALVES
from consult.core.countries import REGIONS, country_names
from consult.web.fields import Later, WholeNumber, offered
from consult.web.forms import PageForm
from consult.web.language import NAMES, language, pgettext
from consult.web.language import gettext as _

SIGN = ":"


class TargetForm(PageForm):
    """At least so many of a group."""

    at_least = WholeNumber(Later(lambda: _("At least")))
    unit = SelectField(Later(lambda: pgettext("participation", "What is counted")))
    group = SelectField(Later(lambda: pgettext("participation", "From")))
    for_body = BooleanField(Later(lambda: _("For every public proceeding of this body")))

    @property
    def chosen(self) -> tuple[str, str]:
        """Dimension and value of the group."""
        dimension, _sign, value = (self.group.data or "").partition(SIGN)
        return dimension, value


def target_form(categories: list[str]) -> TargetForm:
    """The form with the groups that can be counted."""
    form = TargetForm(data={"at_least": 10, "unit": "organisations", "group": f"region{SIGN}{EACH}"})
    form.unit.choices = offered([(one, unit_words(one)) for one in reversed(UNITS)])
    form.group.choices = offered(groups(categories))
    return form


def groups(categories: list[str]) -> list[tuple[str, str]]:
    """Every group that a target can be set for, in words."""
    found = [(f"{one}{SIGN}{EACH}", each_words(one)) for one in EACH_OF]
    values = {
        "region": list(REGIONS),
        "on_behalf": list(BEHALVES),
        "category": categories,
        "language": list(NAMES),
        "country": list(country_names(language())),
    }
    for dimension, some in values.items():
        heading = dimension_words(dimension)
        found += [(f"{dimension}{SIGN}{one}", f"{heading}: {value_words(dimension, one)}") for one in some]
    return found
