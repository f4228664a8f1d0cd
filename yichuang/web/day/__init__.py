"""Closing the day (闭厅)."""
