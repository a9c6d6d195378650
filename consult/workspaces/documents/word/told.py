"""What was not taken of a Word file, and what became of the rest, in sentences."""

from collections.abc import Callable, Mapping

from consult.web.language import gettext as _
from consult.web.language import ngettext


def told_words(told: Mapping[str, int], tracked: str) -> list[str]:
    """A sentence for each thing that its reader has to know before the file is taken; empty where it is taken whole."""
    sentences: dict[str, Callable[[int], str]] = {
        "images": lambda n: ngettext("%(num)s picture is left out.", "%(num)s pictures are left out.", n),
        "objects": lambda n: ngettext(
            "%(num)s embedded object is left out.", "%(num)s embedded objects are left out.", n
        ),
        "text_boxes": lambda n: ngettext("%(num)s text box is left out.", "%(num)s text boxes are left out.", n),
        "equations": lambda n: ngettext("%(num)s formula is left out.", "%(num)s formulas are left out.", n),
        "footnotes": lambda n: ngettext("%(num)s footnote is left out.", "%(num)s footnotes are left out.", n),
        "comments": lambda n: ngettext(
            "%(num)s comment in the margin is left out.", "%(num)s comments in the margin are left out.", n
        ),
        "tables": lambda n: ngettext(
            "%(num)s table becomes plain paragraphs, one for each row.",
            "%(num)s tables become plain paragraphs, one for each row.",
            n,
        ),
        "deep_headings": lambda n: ngettext(
            "%(num)s heading below the third rank becomes one of the third.",
            "%(num)s headings below the third rank become ones of the third.",
            n,
        ),
        "typed_numbers": lambda n: ngettext(
            "%(num)s number that was typed by hand becomes automatic.",
            "%(num)s numbers that were typed by hand become automatic.",
            n,
        ),
        "numbered": lambda n: ngettext(
            "%(num)s paragraph had no number and gets one.", "%(num)s paragraphs had no number and get one.", n
        ),
    }
    found = [say(told[what]) for what, say in sentences.items() if told.get(what)]
    return found + ([_changes(told["changes"], tracked)] if told.get("changes") else [])


def _changes(number: int, tracked: str) -> str:
    if tracked == "accepted":
        return ngettext(
            "%(num)s paragraph with tracked changes is taken as it reads when they are accepted.",
            "%(num)s paragraphs with tracked changes are taken as they read when they are accepted.",
            number,
        )
    if tracked == "original":
        return ngettext(
            "%(num)s paragraph with tracked changes is taken as it read before them.",
            "%(num)s paragraphs with tracked changes are taken as they read before them.",
            number,
        )
    return ngettext(
        "%(num)s paragraph with tracked changes becomes an amendment.",
        "%(num)s paragraphs with tracked changes become amendments.",
        number,
    )


def tracked_words() -> dict[str, str]:
    """What can be done with tracked changes."""
    return {
        "amendments": _("Make suggested amendments of them"),
        "accepted": _("Take the text with the changes accepted"),
        "original": _("Take the text as it was before them"),
    }
