"""Files that people add to what they send: how they come in, what becomes of them, and who is given them."""
