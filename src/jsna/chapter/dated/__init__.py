"""Everything with a date: one module a kind of thing, found by itself.

Each has `dated(scope)`, which returns a frame as `analysis.due.dated_things` takes it; what a scope
is stands in `chapter/dated_things.py`.
"""
