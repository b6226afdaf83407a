"""Appeals against sealed sheets, their rulings, and what staff say to the sheets about their own work."""

from appeals.models.appeal import Appeal, AppealEvidence, AppealMessage, AppealPoint
from appeals.models.ruling import Consent, RuledPoint, Ruler, Ruling
from appeals.models.staff import StaffSheet, StaffWord
from appeals.models.window import AppealTerms, AppealWindow

__all__ = [
    "Appeal",
    "AppealEvidence",
    "AppealMessage",
    "AppealPoint",
    "AppealTerms",
    "AppealWindow",
    "Consent",
    "RuledPoint",
    "Ruler",
    "Ruling",
    "StaffSheet",
    "StaffWord",
]
