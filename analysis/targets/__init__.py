"""A standard's targets against the actual figures (R3)."""
