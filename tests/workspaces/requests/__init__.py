"""Tests of requests to and from institutions."""
