"""Writing what an import brings: a draft that nobody sees, filled in chunks, made visible by one last row, or removed."""
