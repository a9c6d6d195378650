"""Tests of the two logs of the staff."""
