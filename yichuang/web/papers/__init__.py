"""A paper with its delivery, and the centre's own templates."""
