"""Tests of who may do and read what."""
