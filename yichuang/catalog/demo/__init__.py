"""The product's own catalogue: real national items in a fictional county.

The items, their legal basis and their statutory limits are real; the county (云栖县,
division code 990101), its credit codes, serial numbers, telephones, people and promised
limits are made up, so that nothing here can be taken for a real authority's promise.
"""
