"""Invented data in the publishers' own wire formats, for the demonstration and for tests.

Nothing here is a real statistic. `write_demo_downloads` in `write.py` is the way in.
"""
