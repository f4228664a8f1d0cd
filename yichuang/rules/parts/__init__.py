"""The parts that rule books are made of (规则手册的零件): one type each, used by every section.

A part has its type and its evaluation in one module, e.g. `parts.reading`, `parts.counter`.
"""
