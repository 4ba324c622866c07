"""The red team's tools: invented council files with their truth, and an attacker of what is kept.

Written from `docs/disclosure.md` alone. Nothing here imports the code that hides or its gate.
"""
