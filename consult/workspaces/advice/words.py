"""States of advice in the reader's words."""

from consult.web.language import gettext as _


def state_words(state: str) -> str:
    """How advice stands."""
    words = {"kept": _("Kept in the room"), "published": _("Published"), "withdrawn": _("Withdrawn")}
    return words[state]


def there_words(state: str | None) -> str | None:
    """How it stands where it was given to, where that is not what one expects."""
    words = {
        "pending": _("The moderators of that consultation or hearing read it before it appears there."),
        "declined": _("The moderators of that consultation or hearing decided not to show it."),
        "hidden": _("The moderators of that consultation or hearing hid it."),
    }
    return words.get(state or "")
