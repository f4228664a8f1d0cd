"""Contests (异议与申诉): against anything with an outcome, in time, before another person.

A capability says what of its own can be contested, and what becomes of it when its contest comes
so far (`outcomes.contestable`): nothing follows any more from an outcome that was set aside.
"""
