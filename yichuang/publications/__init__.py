"""Publications (公示与通报): drafted from data, edited, reviewed by another, published, archived.

What was published is never changed: a correction is a new publication that names the old one.
"""
