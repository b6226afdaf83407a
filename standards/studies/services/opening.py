"""A lead's acts on a study: opened, changed while experts compare, closed or called off."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance, swap
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.models import Person
from standards.models import StandardVersion
from standards.models.study import StudyExpert, WeightStudy
from standards.studies.enums import ExpertState, RandomIndexTable, StudyLevel, StudyState
from standards.studies.groups import groups_for
from standards.studies.rules import can_be_expert, can_lead_study, can_weigh_version, is_open_for_weights, was_left

MOST_EXPERTS = 30


@transaction.atomic
def open_study(
    *,
    version: StandardVersion,
    actor: Person,
    level: str,
    experts: Sequence[Person],
    due_on: date,
    dimension: str = "",
    random_index: str = RandomIndexTable.SAATY_1980,
) -> WeightStudy:
    """Ask experts to compare in pairs what a draft measures; each gets it into the work list and a notice.

    Raises NotAllowed, Conflict where the version is no draft, Invalid with {field: sentence} for experts, day or what is compared.
    """
    require(can_weigh_version, actor, version)
    present = StandardVersion.objects.select_for_update(of=("self",), no_key=True).filter(pk=version.pk).first()
    if present is None or not is_open_for_weights(present):
        raise Conflict(_("Only a draft's weights can be studied."))
    if level not in StudyLevel.values:
        raise Invalid({"level": _("Choose what is compared.")})
    if random_index not in RandomIndexTable.values:
        raise Invalid({"random_index": _("Choose a table of random indices.")})
    groups = groups_for(version, level, dimension)
    _check(experts, due_on)
    lock_for_transaction("standards")
    last = version.weight_studies.aggregate(last=Max("number"))["last"] or 0
    study = WeightStudy.objects.create(
        standard_version=version,
        number=last + 1,
        level=level,
        groups=[group.as_row() for group in groups],
        random_index=random_index,
        due_on=due_on,
        opened_by=actor,
    )
    StudyExpert.objects.bulk_create(StudyExpert(study=study, person=person) for person in experts)
    tell_experts(study, experts, "standards.study.asked", due=due_on.isoformat())
    record_event(
        actor=actor,
        action="standards.study.open",
        target=study,
        after=StudyState.COLLECTING,
        experts=[person.public_id for person in experts],
        due_on=due_on,
        level=level,
    )
    return study


def _refuse_left(study: WeightStudy) -> None:
    if was_left(study):
        raise Conflict(_("The study has ended: its version can no longer be changed."))


def _check(experts: Sequence[Person], due_on: date | None) -> None:
    wrong: dict[str, list[str]] = {}
    if not experts:
        wrong["experts"] = [_("Choose one expert at least.")]
    elif len(experts) > MOST_EXPERTS:
        wrong["experts"] = [_("At most %(most)d experts.") % {"most": MOST_EXPERTS}]
    elif unable := [person.name for person in experts if not can_be_expert(person)]:
        wrong["experts"] = [_("%(names)s cannot sign in.") % {"names": _(", ").join(unable)}]
    if due_on is None or due_on < clock.today():
        wrong["due_on"] = [_("This day has passed.")]
    if wrong:
        raise Invalid(wrong)


def tell_experts(study: WeightStudy, people: Iterable[Person], kind: str, **more) -> None:
    from django.urls import reverse

    notify(
        users=[person.user for person in people],
        kind=kind,
        url=reverse("standards:study_answer", kwargs={"public_id": study.public_id}),
        params={"standard": both(study.standard_version.standard, "name"), **more},
        dedupe=f"{kind}:{study.public_id}:{study.version}",
    )


@transaction.atomic
def change_study(
    *, study: WeightStudy, actor: Person, experts: Sequence[Person], due_on: date, seen: int | None = None
) -> WeightStudy:
    """Another day, further experts, or fewer: who has submitted stays. Raises NotAllowed, Invalid, Conflict once it is closed or left."""
    require(can_lead_study, actor, study)
    _refuse_left(study)
    if study.state != StudyState.COLLECTING or (seen is not None and study.version != seen):
        raise Conflict
    _check(experts, due_on)
    present = {row.person_id: row for row in study.experts.select_related("person")}
    chosen = {person.pk: person for person in experts}
    kept = [row.person.name for key, row in present.items() if key not in chosen and row.submissions.exists()]
    if kept:
        sentence = _("%(names)s: already compared, and what was submitted is kept.") % {"names": _(", ").join(kept)}
        raise Invalid({"experts": [sentence]})
    swap(study, expected={"state": StudyState.COLLECTING}, due_on=due_on)
    gone = [row.pk for key, row in present.items() if key not in chosen]
    StudyExpert.objects.filter(pk__in=gone, state__in=(ExpertState.ASKED, ExpertState.WITHDRAWN)).delete()
    added = [person for key, person in chosen.items() if key not in present]
    StudyExpert.objects.bulk_create(StudyExpert(study=study, person=person) for person in added)
    tell_experts(study, added, "standards.study.asked", due=due_on.isoformat())
    record_event(
        actor=actor,
        action="standards.study.change",
        target=study,
        experts=[person.public_id for person in experts],
        due_on=due_on,
    )
    return study


@transaction.atomic
def close_study(*, study: WeightStudy, actor: Person) -> WeightStudy:
    """End the comparing; from now on the lead sees what the experts said. Who has not submitted does not count.

    Raises NotAllowed, Invalid where nobody has submitted, Conflict where it is not open, or was left.
    """
    require(can_lead_study, actor, study)
    _refuse_left(study)
    if study.state == StudyState.COLLECTING and not study.experts.filter(state=ExpertState.SUBMITTED).exists():
        raise Invalid(_("Nobody has submitted comparisons yet."))
    advance(study, StudyState.CLOSED, closed_at=clock.now())
    counted = list(study.experts.select_related("person__user").filter(state=ExpertState.SUBMITTED))
    tell_experts(study, [row.person for row in counted], "standards.study.closed")
    record_event(
        actor=actor,
        action="standards.study.close",
        target=study,
        before=StudyState.COLLECTING,
        after=StudyState.CLOSED,
        experts=[row.person.public_id for row in counted],
    )
    return study


@transaction.atomic
def call_off_study(*, study: WeightStudy, actor: Person) -> WeightStudy:
    """End a study without using it, or leave the result of a closed one unused; what was submitted is kept.

    Raises NotAllowed, Conflict once it was adopted or left.
    """
    require(can_lead_study, actor, study)
    _refuse_left(study)
    before = study.state
    advance(study, StudyState.CALLED_OFF)
    waiting = study.experts.select_related("person__user").filter(state=ExpertState.ASKED)
    tell_experts(study, [row.person for row in waiting], "standards.study.called_off")
    record_event(
        actor=actor, action="standards.study.call_off", target=study, before=before, after=StudyState.CALLED_OFF
    )
    return study
