from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "calibration"

    def ready(self) -> None:
        from calibration.agreement_entries import enter_agreement
        from calibration.models import Attendance, Meeting, ReferenceMark, ReferenceScore, SealedScore
        from calibration.qualification_entries import enter_qualification
        from calibration.session_entries import enter_sessions
        from foundation.common.sealing import seal

        seal(SealedScore, Meeting, Attendance, ReferenceMark, ReferenceScore)
        enter_sessions()
        enter_agreement()
        enter_qualification()
