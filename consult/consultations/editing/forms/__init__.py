"""The forms of the desk's editors."""
