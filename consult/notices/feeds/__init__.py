"""Feeds (Atom, RFC 4287) of what is new: of each public proceeding, and of the site."""
