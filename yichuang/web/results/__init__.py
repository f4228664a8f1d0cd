"""Results after they went out: changed by the house, checked by everybody."""
