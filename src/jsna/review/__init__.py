"""A strategy's draft read before it goes out: what is broken, unsupported or out of date in it.

`readers/` gives numbered passages of a Word, Markdown, text or PDF file, `checks/` has one module
for each kind of fault, found by discovery, and `writers/` says where each one stands.
"""
