"""How long the house gives itself, in working days: the owner's deadline is set with each task, these hold for whoever acts before and after."""

# From the day on which a finding was noted until it has become a task or is not pursued.
TASK_GIVEN_WITHIN = 5
# From the owner's report until somebody else has looked at it.
VERIFIED_WITHIN = 5
