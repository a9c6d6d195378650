"""Drafting, opening and closing polls, voting, questions, and who may send how often."""
