"""Posters with codes to tear off, as PDF."""

from feedback.printing.poster import posters_pdf

__all__ = ["posters_pdf"]
