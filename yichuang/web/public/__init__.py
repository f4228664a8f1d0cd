"""The public pages (办事指南)."""
