"""Taking in a case at the window (收件受理)."""
