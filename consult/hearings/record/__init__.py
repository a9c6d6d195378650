"""The record of a hearing: what was said, by whom, when and for how long."""
