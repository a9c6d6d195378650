"""Tests of who took part."""
