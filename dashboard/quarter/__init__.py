"""The manager's page: a quarter at a glance."""
