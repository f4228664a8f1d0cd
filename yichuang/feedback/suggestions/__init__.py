"""Suggestions (意见建议, R67): handed in, answered, published, turned into an improvement."""
