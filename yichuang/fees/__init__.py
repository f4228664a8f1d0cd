"""Fees (统一收费, R28): only the fee window, only what is published, every cent accounted for.

A bill is a course of its own; the day's book of the fee window is another, so that what came in
and went out of the till is one sequence that two people sign for.
"""
