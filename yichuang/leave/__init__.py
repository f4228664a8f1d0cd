"""Leave (请销假), posts with their deputies (AB岗), and outings (外出): who is away, and who acts.

A leave is a course: asked for, completed, accepted by whoever stands in, approved step by step by
who holds the office that the book names, begun, ended by reporting back. The rule `leave` says
how long it is, who approves it and what is missing; nothing here decides.
"""
