"""What studies put on people's first screens."""

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.common import clock
from organization.enums import Role
from organization.models import Person
from organization.worklist import WorkItem
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.models.study import StudyExpert, WeightStudy
from standards.studies.enums import ExpertState, StudyState
from standards.studies.selectors import adjustment_of, with_progress


def studies_waiting_for(person: Person) -> list[WorkItem]:
    """Experts: what they are asked to compare. Leads: studies that can be closed or adopted, and weights whose interval has passed."""
    items = [_to_compare(row) for row in _asked(person)]
    if person.has_role(Role.LEAD):
        items += _to_decide() + _to_adjust()
    return items


def _asked(person: Person):
    rows = StudyExpert.objects.filter(
        person=person,
        state=ExpertState.ASKED,
        study__state=StudyState.COLLECTING,
        study__standard_version__state=VersionState.DRAFT,
    )
    return rows.select_related("study__standard_version__standard")


def _to_compare(row: StudyExpert) -> WorkItem:
    study = row.study
    is_late = study.due_on < clock.today()
    return WorkItem(
        title=_("Compare what counts more"),
        url=reverse("standards:study_answer", kwargs={"public_id": study.public_id}),
        group="standards",
        detail=str(study.standard_version.standard),
        state=_("Sent back") if row.sent_back else (_("Begun") if row.draft else str(ExpertState.ASKED.label)),
        tone="late" if is_late else "wait",
        due_on=study.due_on,
    )


def _to_decide() -> list[WorkItem]:
    rows = WeightStudy.objects.select_related("standard_version__standard").filter(
        standard_version__state=VersionState.DRAFT, state__in=(StudyState.COLLECTING, StudyState.CLOSED)
    )
    items = []
    for study in with_progress(rows):
        is_closed = study.state == StudyState.CLOSED
        if not is_closed and study.submitted < study.asked and study.due_on >= clock.today():
            continue
        items.append(
            WorkItem(
                title=_("Decide on the experts’ weights") if is_closed else _("Close the weight study"),
                url=study.get_absolute_url(),
                group="standards",
                detail=str(study.standard_version),
                state=_("%(done)d of %(asked)d submitted") % {"done": study.submitted, "asked": study.asked},
                tone="wait",
                due_on=None if is_closed else study.due_on,
            )
        )
    return items


def _to_adjust() -> list[WorkItem]:
    """Not while a draft of the standard is being worked on: it is there that they are adjusted."""
    drafted = StandardVersion.objects.filter(state=VersionState.DRAFT).values("standard")
    in_force = StandardVersion.objects.select_related("standard").filter(state=VersionState.IN_FORCE)
    items = []
    for version in in_force.exclude(standard__in=drafted):
        found = adjustment_of(version)
        if found is not None and found.is_due:
            items.append(
                WorkItem(
                    title=_("Adjust the weights"),
                    url=f"{version.get_absolute_url()}#weights",
                    group="standards",
                    detail=str(version),
                    state=_("Due"),
                    tone="wait",
                    due_on=found.due_on,
                )
            )
    return items
