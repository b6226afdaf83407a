"""Cycles, plans and spot checks."""

urlpatterns: list = []
