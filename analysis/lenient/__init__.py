"""How lenient assessors are over a whole quarter, and what that does to the units they scored (R29)."""
