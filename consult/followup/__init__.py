"""What came of it: results with their reasons, in versions, and who is cited in them."""
