"""Pure rules: facts and a rule book in, a ruling and its reasons out.

Nothing here reads a clock, a file, a network or a database.
"""
