"""Publications: drafting and reviewing for staff, bulletins for everybody."""
