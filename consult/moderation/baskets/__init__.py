"""Baskets: passages that somebody at the desk collects to quote from, by reference alone."""
