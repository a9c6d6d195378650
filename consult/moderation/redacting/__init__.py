"""Withholding words: what is proposed, how a person marks them, and what everybody else reads instead."""
