"""Items and their versions: what the hall does, on what ground, how long it may take."""
