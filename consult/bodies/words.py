"""The roles in plain words."""

from consult.web.language import gettext as _


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
    }
    return words.get(role, role)
