"""Booking a time on the web, and calling off a day."""
