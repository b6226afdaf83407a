"""Weight studies: experts compare in pairs, the lead closes and adopts, and every setting of weights is kept (R4)."""
