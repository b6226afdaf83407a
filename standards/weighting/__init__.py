"""The arithmetic of weights (R4): shares, pairwise comparisons, experts together, entropy, combinations. Values in, values out; no database."""
