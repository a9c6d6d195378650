"""Stakeholder categories: the site's list, which a body can extend later. Source: the field's practice, 2026."""

CATEGORIES = (
    "individual",
    "grassroots_movement",
    "civil_society",
    "civil_society_ecosoc",
    "indigenous_peoples",
    "persons_concerned",
    "nhri",
    "academia",
    "state",
    "un_entity",
    "international_organisation",
    "peacekeeping",
    "security",
    "private_sector",
    "trade_union",
    "religious_community",
    "media",
    "other",
)
# What nobody can say of oneself: the secretariat looks first.
RESERVED = frozenset({"state", "nhri", "un_entity"})
