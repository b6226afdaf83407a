"""Sessions, blind sheets with their sealed scores, and what was agreed about them."""

from calibration.models.agreed import Attendance, Meeting, ReferenceMark, ReferenceScore
from calibration.models.attempt import Attempt
from calibration.models.policy import CalibrationPolicy, Recalibration
from calibration.models.session import BlindSheet, CalibrationSession, SealedScore

__all__ = [
    "Attempt",
    "Attendance",
    "BlindSheet",
    "CalibrationPolicy",
    "CalibrationSession",
    "Meeting",
    "Recalibration",
    "ReferenceMark",
    "ReferenceScore",
    "SealedScore",
]
