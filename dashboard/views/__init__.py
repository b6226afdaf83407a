"""Pages made of several rooms: each person's first screen, search, the manager's quarter."""
