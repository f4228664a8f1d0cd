"""Suggestions: handed in and read by anybody, answered and improved by the house."""
