"""Inquiries: asked on the web, taken down by staff, answered, handed over, reused."""
