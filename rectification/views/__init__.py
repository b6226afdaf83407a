"""Pages of findings and tasks."""
