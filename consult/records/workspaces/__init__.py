"""The tables of a room in its record: written, checked, brought in again."""
