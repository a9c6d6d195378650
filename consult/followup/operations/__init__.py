"""Writing the results of a consultation, and publishing them."""
