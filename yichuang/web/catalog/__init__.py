"""The items of the hall (事项管理)."""
