"""The year from its quarters (R29)."""
