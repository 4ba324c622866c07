"""The figure kinds: each module or package directly below is one, found by its `KIND`.

How to add one stands in `docs/charts/README.md`.
"""
