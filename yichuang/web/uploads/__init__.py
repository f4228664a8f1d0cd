"""Uploads: one part, one protocol for all pages."""
