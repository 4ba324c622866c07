"""One tidy table of facts for an area: assembled from its snapshots, kept, selected from."""
