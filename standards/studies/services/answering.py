"""An expert's acts: comparisons kept as a draft, submitted, sent back where they contradict each other, taken back before the closing."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance, swap
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.models import Person
from standards.models.study import ExpertSubmission, StudyExpert, WeightStudy
from standards.studies.contradictions import sentence_about
from standards.studies.digests import digest_of
from standards.studies.enums import ExpertState, StudyState
from standards.studies.groups import Group, clean_answers, groups_of
from standards.studies.results import GroupCheck, check_group, table_of
from standards.studies.rules import can_answer_study, takes_comparisons


def _open_study(expert: StudyExpert) -> WeightStudy:
    """Locked, so that it cannot be closed while somebody submits."""
    study = (
        WeightStudy.objects.select_for_update(no_key=True)
        .select_related("standard_version__standard")
        .get(pk=expert.study_id)
    )
    if study.state != StudyState.COLLECTING:
        raise Conflict(_("The study is “%(state)s” now.") % {"state": StudyState(study.state).label})
    if not takes_comparisons(study):
        raise Conflict(_("The version is approved: its weights cannot be changed any more."))
    return study


@transaction.atomic
def save_answers(
    *, expert: StudyExpert, actor: Person, answers: Mapping[tuple[str, str], str], seen: int | None = None
) -> StudyExpert:
    """Keep what is compared so far. `answers`: {(group code, place): step of the scale}; `seen`: what the page was loaded with.

    Raises NotAllowed, Invalid for what is no step of the scale, Conflict where the study is closed, the comparisons are submitted, or
    another window was quicker.
    """
    require(can_answer_study, actor, expert)
    study = _open_study(expert)
    if expert.state != ExpertState.ASKED or (seen is not None and expert.version != seen):
        raise Conflict
    draft = clean_answers(groups_of(study), answers)
    swap(expert, expected={"state": ExpertState.ASKED}, draft=draft)
    return expert


def check_answers(*, expert: StudyExpert, actor: Person) -> None:
    """Send a draft back whose consistency ratio is above 0.1 in some group: it stays a draft, is counted, and noted in the trail.

    The refusal is an act of its own and committed before it is raised: call it outside the receipt of the submission.
    Raises NotAllowed, Invalid with a sentence a group, Conflict as above.
    """
    if problems := _send_back(expert, actor):
        raise Invalid(problems)


@transaction.atomic
def _send_back(expert: StudyExpert, actor: Person) -> list[str]:
    require(can_answer_study, actor, expert)
    study = _open_study(expert)
    checks = _checks(study, expert)
    wrong = [check for check in checks if check.is_complete and not check.is_good]
    if not wrong or not all(check.is_complete for check in checks):
        return []
    swap(expert, expected={"state": ExpertState.ASKED}, sent_back=expert.sent_back + 1)
    # How many, and no digest of a draft: there are so few answers that they could be guessed from it before the closing.
    record_event(actor=actor, action="standards.study.send_back", target=study, groups=len(wrong))
    return [_about_contradiction(check) for check in wrong]


@transaction.atomic
def submit_answers(*, expert: StudyExpert, actor: Person, seen: int | None = None) -> ExpertSubmission:
    """Seal the draft. Raises NotAllowed, Invalid with a sentence for each group that lacks comparisons or contradicts itself (CR above 0.1),
    Conflict where the study is closed, the comparisons are submitted already, or another window was quicker."""
    require(can_answer_study, actor, expert)
    study = _open_study(expert)
    if expert.state != ExpertState.ASKED or (seen is not None and expert.version != seen):
        raise Conflict
    checks = _checks(study, expert)
    if missing := [_about_missing(check) for check in checks if not check.is_complete]:
        raise Invalid(missing)
    if wrong := [_about_contradiction(check) for check in checks if not check.is_good]:
        raise Invalid(wrong)
    return _seal(study, expert, actor, checks)


def _checks(study: WeightStudy, expert: StudyExpert) -> list[GroupCheck]:
    table = table_of(study)
    return [check_group(group, expert.draft, table) for group in groups_of(study)]


def _seal(study: WeightStudy, expert: StudyExpert, actor: Person, checks: list[GroupCheck]) -> ExpertSubmission:
    figures = {check.group.code: _figures(check) for check in checks}
    last = expert.submissions.aggregate(last=Max("number"))["last"] or 0
    submission = ExpertSubmission(expert=expert, number=last + 1, answers=expert.draft, figures=figures)
    submission.digest = submission_digest(submission)
    submission.save(force_insert=True)
    advance(expert, ExpertState.SUBMITTED, submission=submission)
    _tell_lead(study, expert)
    record_event(
        actor=actor,
        action="standards.study.submit",
        target=study,
        digest=submission.digest,
        submission=submission.public_id,
    )
    return submission


def submission_digest(row: ExpertSubmission) -> str:
    """SHA-256 (hex) over study, person, answers, figures and salt; what was submitted before there was a salt has none."""
    parts = [str(row.expert.study.public_id), str(row.expert.person.public_id), row.answers, row.figures]
    return digest_of(*parts, *([row.salt] if row.salt else []))


def _figures(check: GroupCheck) -> dict:
    found = check.priorities
    return {
        "cr": f"{found.cr:.6f}",
        "lambda_max": f"{found.lambda_max:.6f}",
        "weights": {code: f"{weight:.6f}" for code, weight in found.weights.items()},
    }


def _about_missing(check: GroupCheck) -> str:
    return _("%(group)s: %(missing)d of %(wanted)d comparisons are missing.") % {
        "group": check.group,
        "missing": check.wanted - check.answered,
        "wanted": check.wanted,
    }


def _about_contradiction(check: GroupCheck) -> str:
    return _(
        "%(group)s: the comparisons contradict each other (consistency ratio CR %(cr)s, at most 0.10). %(hint)s"
    ) % {
        "group": check.group,
        "cr": check.priorities.cr_shown,
        "hint": hint_of(check.group, check),
    }


def hint_of(group: Group, check: GroupCheck) -> str:
    return sentence_about(group, check.contradiction) if check.contradiction else ""


def _tell_lead(study: WeightStudy, expert: StudyExpert) -> None:
    notify(
        users=[study.opened_by.user],
        kind="standards.study.submitted",
        url=study.get_absolute_url(),
        params={"standard": both(study.standard_version.standard, "name"), "person": both(expert.person, "name")},
        dedupe=f"standards.study.submitted:{study.public_id}:{expert.pk}:{expert.version}",
    )


@transaction.atomic
def take_back_answers(*, expert: StudyExpert, actor: Person) -> StudyExpert:
    """Second thoughts before the closing: the submission stays in the records but does not count; its comparisons can be changed again."""
    require(can_answer_study, actor, expert)
    study = _open_study(expert)
    advance(expert, ExpertState.ASKED, submission=None)
    record_event(actor=actor, action="standards.study.take_back", target=study)
    return expert


@transaction.atomic
def withdraw_expert(*, expert: StudyExpert, actor: Person) -> StudyExpert:
    """Not to take part. Raises NotAllowed, Conflict where the study is closed or they have withdrawn already."""
    require(can_answer_study, actor, expert)
    study = _open_study(expert)
    before = expert.state
    advance(expert, ExpertState.WITHDRAWN, submission=None)
    record_event(actor=actor, action="standards.study.withdraw", target=study, before=before, after=expert.state)
    return expert


@transaction.atomic
def rejoin_study(*, expert: StudyExpert, actor: Person) -> StudyExpert:
    """To take part after all; the draft is as it was left."""
    require(can_answer_study, actor, expert)
    study = _open_study(expert)
    advance(expert, ExpertState.ASKED, submission=None)
    record_event(actor=actor, action="standards.study.rejoin", target=study)
    return expert
