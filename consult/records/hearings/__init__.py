"""The tables of a hearing in its record: written, checked, brought in again."""
