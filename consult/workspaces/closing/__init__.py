"""The end of a room: its record handed over, and reading until it is forgotten."""
