"""Contests (异议与申诉): against anything with an outcome, in time, before another person.

A capability says what of its own can be contested (`outcomes.contestable`) and asks
`queries.upheld` what was set aside: nothing follows any more from an outcome that was.
"""
