"""Results after they went out (办理结果, R25): changed by superseding decisions, checked by all.

A decision that was issued is never edited. What corrects, withdraws, renews or changes it is a
decision of its own, proposed by one and decided by another, delivered like the first; the public
check of a number says what stands.
"""
