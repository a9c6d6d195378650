"""The demo's invented content: an institution, what it asks, and what people answer."""
