"""Notices: what people are told by mail of what happens in the rooms below, one mail instead of many."""
