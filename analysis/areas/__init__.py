"""Results along the tree of units (R29)."""
