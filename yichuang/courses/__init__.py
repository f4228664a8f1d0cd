"""Courses (流程): everything that happens in steps.

A case, the admission of an item, a suggestion: each has one table that says what may happen
in which state, by whom, and what is owed next (`table`); its facts in one sequence, folded
into where it stands (`course`); and one way to write the next fact (`writing`). What a course
is about stands in a dossier: course, rule book and subject matter, put together once for
actions, pages and papers alike.

A table that changes is a new version of it. A course goes on by the version that it began
under, until it is moved by a step of its own.
"""
