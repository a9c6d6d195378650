"""Registering to attend and to speak, by the published rule, and the statements uploaded before."""
