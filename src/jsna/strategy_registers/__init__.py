"""The registers of a strategy: their rows, read from its folder, and what they were released as."""
