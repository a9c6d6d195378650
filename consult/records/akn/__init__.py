"""Akoma Ntoso 3.0: debates that are brought in, and hearings that are written out."""
