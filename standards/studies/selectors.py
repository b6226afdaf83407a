"""Reading studies and settings of weights."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from foundation.common import clock
from organization.models import Person
from standards.models import Standard, StandardVersion
from standards.models.study import DEFAULT_MONTHS, StudyExpert, WeightSchedule, WeightSetting, WeightStudy
from standards.rules import sees_drafts
from standards.studies.enums import ExpertState, StudyState
from standards.studies.groups import weighed_dimensions
from standards.studies.rules import is_open_for_weights


def visible_studies(person: Person | None) -> QuerySet[WeightStudy]:
    """For those who work on standards or watch. Experts see their own page only."""
    rows = WeightStudy.objects.select_related("standard_version__standard", "opened_by")
    return rows if sees_drafts(person) else rows.none()


def with_progress(studies: QuerySet[WeightStudy]) -> QuerySet[WeightStudy]:
    """Adds `asked` and `submitted`: experts who take part, and those who are done."""
    taking_part = Count("experts", filter=~Q(experts__state=ExpertState.WITHDRAWN))
    return studies.annotate(
        asked=taking_part, submitted=Count("experts", filter=Q(experts__state=ExpertState.SUBMITTED))
    )


def unfinished_studies(version: StandardVersion) -> QuerySet[WeightStudy]:
    """Those of a draft in which experts are still comparing; until each is closed or called off the draft stays one."""
    if not is_open_for_weights(version):
        return WeightStudy.objects.none()
    return version.weight_studies.filter(state=StudyState.COLLECTING).order_by("number")


def problems_of_studies(version: StandardVersion) -> list[str]:
    """A sentence for each unfinished study."""
    return [
        _("Weight study %(number)d is still open. Close it or call it off first.") % {"number": study.number}
        for study in unfinished_studies(version)
    ]


def own_part(person: Person | None, public_id) -> QuerySet[StudyExpert]:
    """The person's own part in the study: nobody opens another expert's."""
    rows = StudyExpert.objects.select_related("study__standard_version__standard", "study__opened_by", "person")
    return rows.filter(person=person, study__public_id=public_id) if person else rows.none()


def settings_of(version: StandardVersion) -> QuerySet[WeightSetting]:
    """Latest first."""
    return version.weight_settings.select_related("study", "set_by")


def origin_of(version: StandardVersion) -> WeightSetting | None:
    """Where the weights come from: the last setting. None: as the version was made."""
    return settings_of(version).first()


def weights_now(version: StandardVersion) -> dict[str, int]:
    """{indicator code: share of 10,000} of all that carry a weight."""
    return {one.code: one.weight for rows in weighed_dimensions(version) for one in rows.indicators}


def months_between(standard: Standard) -> int:
    row = WeightSchedule.objects.filter(standard=standard).values_list("months", flat=True).first()
    return row or DEFAULT_MONTHS


@dataclass(frozen=True)
class Adjustment:
    """When a standard's weights were last set, and when they are due again."""

    last: date
    due_on: date
    months: int

    @property
    def is_due(self) -> bool:
        return self.due_on <= clock.today()


def adjustment_of(version: StandardVersion) -> Adjustment | None:
    """Counted from the last setting of any version of the standard, or from the day this one came into force. None: neither has happened."""
    months = months_between(version.standard)
    latest = (
        WeightSetting.objects.filter(standard_version__standard=version.standard)
        .order_by("-created_at")
        .values_list("created_at", flat=True)
        .first()
    )
    days = [clock.local(latest).date()] if latest else []
    if version.in_force_from:
        days.append(version.in_force_from)
    if not days:
        return None
    last = max(days)
    return Adjustment(last, months_later(last, months), months)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    from calendar import monthrange

    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
