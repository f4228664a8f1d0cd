"""Pages: server-rendered, Chinese first, English complete."""
