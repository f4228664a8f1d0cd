"""Logging in, the second factor, open log-ins (登录)."""
