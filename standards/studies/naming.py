"""What the acts on studies and weights are called in the audit trail and in notices."""

from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from foundation.audit.labels import register_label, state_change
from foundation.audit.words import register_values, register_words
from foundation.notifications.kinds import register_kind
from standards.models.study import WeightSetting, WeightStudy
from standards.studies.enums import StudyLevel, StudyState, WeightSource

ACTS = (
    ("standards.study.open", gettext_lazy("Experts asked to compare"), "go"),
    ("standards.study.change", gettext_lazy("Weight study changed"), "go"),
    ("standards.study.close", gettext_lazy("Weight study closed"), "wait"),
    ("standards.study.call_off", gettext_lazy("Weight study called off"), "idle"),
)
PLAIN = (
    ("standards.study.submit", gettext_lazy("Comparisons submitted"), "done"),
    ("standards.study.send_back", gettext_lazy("Comparisons sent back: they contradict each other"), "late"),
    ("standards.study.take_back", gettext_lazy("Comparisons taken back"), "wait"),
    ("standards.study.withdraw", gettext_lazy("Expert does not take part"), "idle"),
    ("standards.study.rejoin", gettext_lazy("Expert takes part after all"), "go"),
    ("standards.weights.set", gettext_lazy("Weights set"), "done"),
    ("standards.weights.schedule", gettext_lazy("Interval for adjusting the weights set"), "go"),
)


def register_all() -> None:
    for action, sentence, tone in ACTS:
        register_label(action, sentence, tone=tone, detail=state_change(StudyState))
    for action, sentence, tone in PLAIN:
        register_label(action, sentence, tone=tone)
    register_words(
        {
            "experts": pgettext_lazy("audit", "Experts"),
            "level": pgettext_lazy("audit", "Compared"),
            "groups": pgettext_lazy("audit", "Matrices"),
            "source": pgettext_lazy("audit", "Source"),
            "setting": pgettext_lazy("audit", "Setting of weights"),
            "study": pgettext_lazy("audit", "Weight study"),
            "submission": pgettext_lazy("audit", "Submission"),
            "months": pgettext_lazy("audit", "Months"),
        }
    )
    register_values("source", dict(WeightSource.choices))
    register_values("level", dict(StudyLevel.choices))
    register_kind(
        "standards.study.asked",
        gettext_lazy("Your comparisons are asked for the weights of the standard “%(standard)s”, by %(due)s."),
    )
    register_kind(
        "standards.study.submitted",
        gettext_lazy("%(person)s has submitted comparisons for the weights of the standard “%(standard)s”."),
    )
    register_kind(
        "standards.study.closed",
        gettext_lazy("The study of weights of the standard “%(standard)s” is closed. Thank you."),
    )
    register_kind(
        "standards.study.called_off",
        gettext_lazy("The study of weights of the standard “%(standard)s” was called off."),
    )


def names_of_studies(public_ids: set[str]) -> dict[str, str]:
    rows = WeightStudy.objects.filter(public_id__in=public_ids).select_related("standard_version__standard")
    return {str(row.public_id): str(row) for row in rows}


def names_of_settings(public_ids: set[str]) -> dict[str, str]:
    rows = WeightSetting.objects.filter(public_id__in=public_ids).select_related("standard_version__standard")
    return {str(row.public_id): _("Weights of %(version)s") % {"version": row.standard_version} for row in rows}
