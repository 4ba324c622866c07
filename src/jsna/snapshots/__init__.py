"""Raw bytes as they were received, with who published them, and the lock that pins a set."""
