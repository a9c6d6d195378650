"""Every input: a contribution with its passages and versions, and what each reader is told of it."""
