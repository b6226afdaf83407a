"""What free texts say (R27): keywords, themes and tone over time, each leading to its texts. Why it is as it is: docs/decisions/071."""
