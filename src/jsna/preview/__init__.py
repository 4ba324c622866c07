"""The preview: one page at a time, made in this process and shown in a browser, never published."""
