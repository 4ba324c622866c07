"""The four forms of a draft, each read into numbered passages."""
