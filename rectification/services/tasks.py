"""From a given task to its verification by somebody else."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.quarters import quarter_code, quarter_start
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Invalid, require
from foundation.common.receipts import once
from foundation.common.states import advance
from foundation.notifications.services import notify
from foundation.workdays.calendar import add_workdays
from organization.models import Person
from rectification import rules
from rectification.enums import FindingState, TaskState
from rectification.models import Finding, RectificationTask, TaskEntry
from rectification.services.complaints import require_only_one
from rectification.titles import said_in_both

MAX_WORKING_DAYS = 250


def give_task(
    *, finding: Finding, owner: Person, title: str, measure: str, working_days: int, actor: Person, key: UUID
) -> RectificationTask:
    """Give a finding to somebody of the unit, due `working_days` after today. The same key returns the first task.

    Without a title it is told from the indicator. Raises NotAllowed, or Invalid for an owner from elsewhere or an unreasonable number of days.
    """
    require(rules.can_give_task, actor, finding)
    if not 1 <= working_days <= MAX_WORKING_DAYS:
        raise Invalid({"working_days": _("Between 1 and %(most)d working days.") % {"most": MAX_WORKING_DAYS}})
    if not rules.can_own_task(owner, finding):
        raise Invalid({"owner": _("The owner must be a member of this unit who can sign in.")})
    payload = [str(finding.public_id), str(owner.public_id), title, measure, working_days]
    answer, _is_new = once(
        actor=actor.public_id,
        action="rectification.task.give",
        key=key,
        payload=payload,
        act=lambda: _give(finding, owner, title.strip(), measure.strip(), working_days, actor),
    )
    return RectificationTask.objects.get(public_id=answer["task"])


def _give(finding: Finding, owner: Person, title: str, measure: str, working_days: int, actor: Person) -> dict:
    if finding.state == FindingState.OPEN:
        advance(finding, FindingState.TASKED)
    task = RectificationTask(
        number=_next_number(finding),
        finding=finding,
        unit=finding.unit,
        title=title,
        measure=measure,
        owner=owner,
        due_on=add_workdays(clock.today(), working_days),
        counted_from=clock.today(),
        counted_days=working_days,
        given_by=actor,
    )
    task.full_clean()
    task.save()
    _note(task, actor, "give", measure)
    _tell([owner], task, "rectification.task.given")
    record_event(
        actor=actor,
        action="rectification.task.give",
        target=task,
        finding=finding.public_id,
        owner=owner.public_id,
        due=task.due_on,
    )
    return {"task": str(task.public_id)}


def _next_number(finding: Finding) -> str:
    lock_for_transaction("rectification-number")
    """RT-2026Q4-001: of the finding's cycle, or of the quarter in which a complaint's task is given."""
    code = finding.cycle.code if finding.cycle else quarter_code(quarter_start(clock.today()))
    known = RectificationTask.objects.filter(number__startswith=f"RT-{code}-")
    return f"RT-{code}-{known.count() + 1:03}"


@transaction.atomic
def start_task(*, task: RectificationTask, actor: Person) -> None:
    require(rules.can_work_on_task, actor, task)
    advance(task, TaskState.IN_PROGRESS)
    _note(task, actor, "start")
    record_event(actor=actor, action="rectification.task.start", target=task, before="assigned", after=task.state)


def report_task(*, task: RectificationTask, text: str, actor: Person, key: UUID) -> None:
    """The owner says that it is done, with what was done and at least one piece of evidence. The same key again changes nothing more."""
    if not text.strip():
        raise Invalid({"text": _("Say what was done.")})
    once(
        actor=actor.public_id,
        action="rectification.task.report",
        key=key,
        payload=[str(task.public_id), text],
        act=lambda: _report(task, text, actor),
    )


def _report(task: RectificationTask, text: str, actor: Person) -> dict:
    require(rules.can_work_on_task, actor, task)
    if not task.evidence.filter(removed_at=None).exists():
        raise Invalid(_("Add at least one piece of evidence before you report the task as done."))
    before = task.state
    advance(task, TaskState.REPORTED, reported_at=clock.now())
    _note(task, actor, "report", text)
    _tell([task.given_by], task, "rectification.task.reported", occasion=task.version)
    record_event(actor=actor, action="rectification.task.report", target=task, before=before, after=task.state)
    return {"task": str(task.public_id)}


@transaction.atomic
def verify_task(*, task: RectificationTask, accepted: bool, text: str, actor: Person) -> None:
    """Somebody else looks at the evidence: closes the task, or sends it back with a reason. The last closed task closes the finding."""
    require(rules.can_verify_task, actor, task)
    if not accepted and not text.strip():
        raise Invalid({"text": _("Say what is still missing.")})
    if accepted:
        advance(task, TaskState.CLOSED, verified_by=actor, closed_at=clock.now())
        _close_finding_if_done(task.finding)
    else:
        advance(task, TaskState.IN_PROGRESS)
    _note(task, actor, "accept" if accepted else "send_back", text)
    _tell(
        [task.owner],
        task,
        "rectification.task.closed" if accepted else "rectification.task.sent_back",
        occasion=task.version,
    )
    action = "rectification.task.close" if accepted else "rectification.task.send_back"
    record_event(actor=actor, action=action, target=task, before="reported", after=task.state)


@transaction.atomic
def reopen_task(*, task: RectificationTask, text: str, actor: Person) -> None:
    """A closed task that did not help goes back to its owner, with a reason."""
    require(rules.can_reopen_task, actor, task)
    if not text.strip():
        raise Invalid({"text": _("Say why it is reopened.")})
    advance(task, TaskState.IN_PROGRESS, verified_by=None, closed_at=None)
    if task.finding.state == FindingState.CLOSED:
        require_only_one(task.finding)
        advance(task.finding, FindingState.TASKED)
    _note(task, actor, "reopen", text)
    _tell([task.owner], task, "rectification.task.reopened", occasion=task.version)
    record_event(actor=actor, action="rectification.task.reopen", target=task, before="closed", after=task.state)


def _close_finding_if_done(finding: Finding) -> None:
    if finding.state == FindingState.TASKED and not finding.tasks.exclude(state=TaskState.CLOSED).exists():
        advance(finding, FindingState.CLOSED)


def _note(task: RectificationTask, author: Person, act: str, text: str = "") -> None:
    TaskEntry.objects.create(task=task, author=author, act=act, text=text.strip())


def _tell(people: list[Person], task: RectificationTask, kind: str, occasion: int = 1) -> None:
    notify(
        users=[person.user for person in people],
        kind=kind,
        dedupe=f"{kind}:{task.public_id}:{occasion}",
        url=task.get_absolute_url(),
        params={
            "number": task.number,
            "title": said_in_both(task.title, task.finding.about),
            "due": task.due_on.isoformat(),
        },
    )
