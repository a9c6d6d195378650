"""Journeys of people through a real site in a real browser."""
