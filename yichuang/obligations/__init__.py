"""Obligations (待办): who owes what by when.

One row for everything that somebody owes: a review, a reply, this week's patrol. Courses open
and settle them with the fact that makes them due or done, in one transaction. From this one
table come everybody's page of what they owe, yellow and red lights, reminders, the register of
what is overdue, stand-ins, and what silence does. Nothing here knows what a case is.
"""
