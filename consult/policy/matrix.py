"""The one table of the house: which role holds which permission.

A role holds its permissions within the scope of its grant. A grant on a body reaches the body's public proceedings; a
private room opens only to grants on that room, by name.
"""

from types import MappingProxyType

ROLES = (
    "administrator",
    "secretariat",
    "moderator",
    "rapporteur",
    "chair",
    "secretary",
    "member",
    "observer",
    "note_taker",
    "panellist",
    "guest",
    "representative",
    "organisation_member",
)

_STAFF = frozenset({"secretariat", "moderator", "rapporteur", "chair", "secretary"})
_OFFICE = frozenset({"secretariat", "secretary"})

MATRIX = MappingProxyType(
    {
        "account:manage": frozenset({"administrator"}),
        "log:read": frozenset({"administrator", "secretariat"}),
        "log:read_readings": frozenset({"administrator"}),
        "body:create": frozenset({"administrator"}),
        "body:manage_members": frozenset({"administrator", "secretariat"}),
        "body:edit": frozenset({"administrator", "secretariat"}),
        "organisation:verify": frozenset({"secretariat"}),
        "organisation:speak": frozenset({"representative"}),
        "organisation:draft": frozenset({"representative", "organisation_member"}),
        "proceeding:create": frozenset({"secretariat"}),
        "bank:use": frozenset({"secretariat"}),
        "proceeding:edit": _OFFICE,
        "proceeding:open": _OFFICE | {"chair"},
        "room:read": _STAFF | {"member", "observer", "note_taker", "panellist"},
        "room:write": _STAFF | {"member", "panellist"},
        "room:invite": _OFFICE | {"chair"},
        "room:lead": _OFFICE | {"chair"},
        "room:vote": frozenset({"chair", "member"}),
        "document:read": _STAFF | {"member", "observer", "note_taker", "panellist", "guest"},
        "document:suggest": _STAFF | {"member", "guest"},
        "hearing:plan": _OFFICE,
        "hearing:chair": _OFFICE | {"chair"},
        "hearing:note": _OFFICE | {"chair", "note_taker"},
        "hearing:attend_closed": _STAFF | {"note_taker", "panellist"},
        "desk:read": _STAFF,
        "contribution:moderate": frozenset({"secretariat", "moderator", "chair", "secretary"}),
        "contribution:assign": _OFFICE,
        "contribution:publish": _OFFICE,
        "contribution:erase": _OFFICE,
        "contribution:accept_late": _OFFICE,
        "contribution:enter": _OFFICE,
        "contribution:read_confidential": _OFFICE | {"rapporteur"},
        "contribution:read_identity": _OFFICE,
        "record:export_restricted": _OFFICE | {"rapporteur"},
    }
)

SCOPES_OF_ROLE = MappingProxyType(
    {
        "administrator": ("site",),
        "secretariat": ("body",),
        "moderator": ("body", "proceeding"),
        "rapporteur": ("body", "proceeding"),
        "chair": ("proceeding",),
        "secretary": ("proceeding",),
        "member": ("proceeding",),
        "observer": ("proceeding",),
        "note_taker": ("proceeding",),
        "panellist": ("proceeding",),
        "guest": ("document",),
        "representative": ("organisation",),
        "organisation_member": ("organisation",),
    }
)
