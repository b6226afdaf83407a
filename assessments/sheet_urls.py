"""Sheets: my list, scoring, reading, evidence."""

urlpatterns: list = []
