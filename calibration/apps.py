from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "calibration"

    def ready(self) -> None:
        from calibration.models import Attendance, Meeting, ReferenceMark, ReferenceScore, SealedScore
        from calibration.session_entries import enter_sessions
        from foundation.common.sealing import seal

        seal(SealedScore, Meeting, Attendance, ReferenceMark, ReferenceScore)
        enter_sessions()
