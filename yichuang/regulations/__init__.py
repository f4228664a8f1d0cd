"""Which rule books a site has adopted, from which day (制度的采用)."""
