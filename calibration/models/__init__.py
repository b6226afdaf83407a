"""Sessions, blind sheets with their sealed scores, and what was agreed about them."""

from calibration.models.agreed import Attendance, Meeting, ReferenceMark, ReferenceScore
from calibration.models.session import BlindSheet, CalibrationSession, SealedScore

__all__ = [
    "Attendance",
    "BlindSheet",
    "CalibrationSession",
    "Meeting",
    "ReferenceMark",
    "ReferenceScore",
    "SealedScore",
]
