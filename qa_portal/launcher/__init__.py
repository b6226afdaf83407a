"""Starts, proves and tests the portal. Standard library only: it runs before `.venv` exists, by path and not by name,
because importing `qa_portal` imports Celery."""
