"""Official documents (文书): set, numbered, kept as they went out, and served."""
