"""For `manage.py verify`: submitted matrices and settings of weights are as the audit trail noted them."""

from foundation.audit.models import AuditEvent
from standards.models.study import ExpertSubmission, WeightSetting
from standards.studies.services.answering import submission_digest
from standards.studies.services.weights import setting_digest


def verify_weights() -> list[str]:
    """One sentence for each matrix or setting that is not what was handed in or decided."""
    return [*_submissions(), *_settings()]


def _noted(action: str, key: str) -> dict[str, str]:
    events = AuditEvent.objects.filter(action=action).values_list("details", flat=True)
    return {details.get(key, ""): details.get("digest", "") for details in events}


def _submissions() -> list[str]:
    noted, wrong = _noted("standards.study.submit", "submission"), []
    for row in ExpertSubmission.objects.select_related("expert__study", "expert__person"):
        digest = submission_digest(row)
        if digest != row.digest or noted.get(str(row.public_id)) != digest:
            wrong.append(f"Comparisons {row.public_id} are not those that were submitted.")
    return wrong


def _settings() -> list[str]:
    noted, wrong = _noted("standards.weights.set", "setting"), []
    for row in WeightSetting.objects.select_related("standard_version", "study"):
        digest = setting_digest(row.standard_version, row.source, row.study, row.weights, row.before, row.terms)
        if digest != row.digest or noted.get(str(row.public_id)) != digest:
            wrong.append(f"The setting of weights {row.public_id} is not the one that was decided.")
    return wrong
