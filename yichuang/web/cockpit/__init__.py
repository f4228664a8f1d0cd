"""The live hall, for those who direct and supervise it."""
