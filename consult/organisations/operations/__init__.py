"""Registering, changing, joining and verifying organisations; the categories of bodies."""
