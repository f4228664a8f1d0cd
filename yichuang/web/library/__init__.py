"""The regulations of the site (制度库)."""
