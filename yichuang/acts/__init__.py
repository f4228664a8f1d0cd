"""Acts (行为): the one ledger of what people and windows did or left undone.

Whoever finds something (attendance, a limit that passed, a patrol, a complaint) writes it here
in its own transaction; assessment, allowance, accountability and awards read this ledger and
nothing else, so one act has all its consequences and each consequence opens its act. One event
is one act, however many report it. Whom it concerns is told and may contest it; it is final
when the book's days are over, and struck where the contest is upheld.
"""
