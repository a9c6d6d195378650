"""Tests of every door: what goes out, to whom, and that no door is forgotten."""
