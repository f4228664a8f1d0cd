"""Messages: one's own, and what was told of a case."""
