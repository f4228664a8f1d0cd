"""Feedback: ratings by the people who were served, of their own free choice."""
