"""Tests of mails, digests and addresses that take none."""
