"""Objections and appeals: one's own, and those to be ruled on."""
