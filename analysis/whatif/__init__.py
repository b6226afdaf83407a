"""What if the weights were others (R5): scores and ranks of a past quarter under weights that somebody tries."""
