"""Roles in a room in plain words."""

from consult.web.language import gettext as _


def role_words(role: str) -> str:
    """What somebody is in a room, in the language of this request."""
    words = {
        "moderator": _("Moderator"),
        "rapporteur": _("Rapporteur"),
        "chair": _("Chair"),
        "secretary": _("Secretary"),
        "member": _("Member"),
        "observer": _("Observer"),
    }
    return words.get(role, role)
