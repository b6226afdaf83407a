"""How far assessors agree about the same items (R20). Values in, values out: no database, nothing about people.

A table of ratings is a row for each item and, in each row, a place for each assessor in the same order; None where they did not rate it.
"""
