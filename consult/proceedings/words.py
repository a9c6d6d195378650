"""Kinds, states and choices of proceedings in plain words."""

from consult.web.language import gettext as _


def kind_words(kind: str) -> str:
    """What a proceeding is, in the language of this request."""
    words = {"consultation": _("Consultation"), "hearing": _("Hearing"), "workspace": _("Workspace")}
    return words[kind]


def room_form_words(form: str) -> str:
    """What kind of room it is."""
    words = {
        "advisory_group": _("Advisory group"),
        "coalition": _("Coalition"),
        "liaison_group": _("Liaison group"),
        "working_group": _("Working group"),
    }
    return words[form]


def field_words(name: str) -> str:
    """What a text of a proceeding is called."""
    words = {
        "title": _("Title"),
        "lede": _("In one or two sentences"),
        "about": _("What it is about"),
        "rules": _("Rules of publication"),
        "privacy": _("What happens with what people send"),
    }
    return words[name]


def identity_words(identity: str) -> str:
    """How somebody may be named."""
    words = {
        "public": _("With the name, for everyone"),
        "secretariat": _("With the name, for the secretariat only"),
        "none": _("Without any name"),
    }
    return words[identity]


def confidentiality_words(confidentiality: str) -> str:
    """Who may read a text."""
    words = {"public": _("Everyone"), "secretariat": _("The secretariat only")}
    return words[confidentiality]


def respondents_words(respondents: str) -> str:
    """Who may answer."""
    words = {
        "open": _("Everybody"),
        "link": _("Whoever has an invitation link from you"),
        "list": _("Only the addresses on your list: each gets a link by mail that works once"),
    }
    return words[respondents]


def publication_words(publication: str) -> str:
    """When what is sent is published, as the secretariat chooses it."""
    words = {
        "after_moderation": _("As it comes, after moderation"),
        "at_closing": _("All at once when the consultation closes"),
        "by_decision": _("What the secretariat decides to publish, when it decides so"),
        "never": _("Nothing: only how many there were"),
    }
    return words[publication]


def move_words(move: str) -> dict[str, str]:
    """The button, the question and what follows of one change of state."""
    words = {
        "announce": {
            "button": _("Announce"),
            "question": _("Announce this now?"),
            "then": _("Its page can be read by everyone it is for. It takes input from its opening time on."),
            "done": _("It is announced."),
        },
        "open": {
            "button": _("Open"),
            "question": _("Open this for input now?"),
            "then": _("Its page can be read and input is taken at once, until it is closed or its closing time comes."),
            "done": _("It is open."),
        },
        "close": {
            "button": _("Close"),
            "question": _("Close this now?"),
            "then": _("No more input is taken from this moment. What was sent stays where it is and can be read."),
            "done": _("It is closed."),
        },
        "reopen": {
            "button": _("Open again"),
            "question": _("Open this for input again?"),
            "then": _("Input is taken again. Without a new closing time it stays open until somebody closes it."),
            "done": _("It is open again."),
        },
    }
    return words[move]
