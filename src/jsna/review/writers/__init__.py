"""What a review gives: a page, SARIF, JSON, and the same Word file with comments."""
