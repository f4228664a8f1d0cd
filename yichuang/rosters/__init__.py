"""Rosters (排班, R38): proposed, edited, filed, kept; shifts swapped by consent."""
