"""What is done with proposals: drafting, opening, voting, closing."""
