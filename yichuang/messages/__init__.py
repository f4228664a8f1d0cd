"""Outgoing notices (告知): written with what they tell of, sent by a worker, kept as evidence."""
