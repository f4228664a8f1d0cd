"""Numbers: kiosk, slip, queues (取号)."""
