"""Tests of the records: imports, editions, packages, backup and check."""
