"""The journal (流水账): every fact, once, with two times, never changed.

An entry says when something happened and when it was recorded. The database refuses to
change or delete it; the recorded time is the database's own (in a training hall: the
training clock's). A sealer chains the entries in order, so a change behind the
database's back shows; the chain's head is written outside the database, so a chain made
anew shows too. Nothing here knows what the entries are about.
"""
