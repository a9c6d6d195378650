"""How what stands in a record is cited, in papers as on its page."""

from consult.moderation.citing import citation, paragraph_words

__all__ = ["citation", "paragraph_words"]
