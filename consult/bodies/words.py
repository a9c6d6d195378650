"""The roles in plain words."""

from consult.web.language import gettext as _
from consult.web.language import pgettext


def role_words(role: str) -> str:
    """A role in the language of this request."""
    words = {
        "administrator": _("Administrator"),
        "secretariat": _("Secretariat"),
        "moderator": _("Moderator"),
        "rapporteur": _("Rapporteur"),
        "chair": _("Chair"),
        "secretary": _("Secretary"),
        "member": _("Member"),
        "observer": _("Observer"),
        # NOTE: writes the notes of a hearing, or interprets it
        "note_taker": _("Note-taker or interpreter"),
        # NOTE: sits on the panel of a hearing
        "panellist": _("Member of the panel"),
        # NOTE: reads one document of a room, and nothing else there
        "guest": _("Guest of a document"),
        # NOTE: no person: the site itself hid an input, because many readers flagged it
        "automatic": pgettext("role", "The site, by itself"),
        # NOTE: who speaks for an organisation and sends in its name
        "representative": _("Representative"),
        # NOTE: belongs to an organisation and may draft for it
        "organisation_member": _("Member of the organisation"),
    }
    return words.get(role, role)
