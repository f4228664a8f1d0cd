"""Anybody may check a record (存证核对)."""
