"""Control charts of the measures: what differs from week to week beyond chance, and what does not (R30)."""
