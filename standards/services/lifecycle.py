"""From a draft to a standard in force: sending, approving, returning, putting in force, retiring."""

import logging
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance, swap
from foundation.common.texts import both
from foundation.notifications.services import notify, withdraw_notices
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from standards.digest import digest_of_content
from standards.enums import VersionState
from standards.models import Pilot, StandardVersion
from standards.rules import (
    can_approve_version,
    can_put_in_force,
    can_retire_version,
    can_return_version,
    can_submit_version,
    can_take_back_version,
)
from standards.selectors import indicators_of
from standards.studies.selectors import problems_of_studies
from standards.validators import problems_of

log = logging.getLogger(__name__)
LONGEST_REASON = 500


@transaction.atomic
def submit_version(*, version: StandardVersion, actor: Person, lock: int | None = None) -> StandardVersion:
    """Send a draft, or a version whose pilot has its report, to the managers. `lock` is the `version.version` the page was loaded with.

    Raises NotAllowed, Invalid with a sentence for each thing that is wrong in it and each weight study that is still open, Conflict where it
    is neither or has changed since.
    """
    require(can_submit_version, actor, version)
    _require_seen(version, lock)
    before = version.state
    if before in (VersionState.DRAFT, VersionState.PILOT):
        # Against a study that is opened at the same moment: it waits, and then finds no draft.
        StandardVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
        problems = problems_of(version) + problems_of_studies(version)
        if before == VersionState.PILOT and not Pilot.objects.filter(version=version).exclude(report="").exists():
            problems.append(_("A pilot ends with its report; write it first."))
        if problems:
            raise Invalid(problems)
    # Why it was returned stays until it is approved: it is asked for again where this is taken back.
    advance(version, VersionState.SUBMITTED, submitted_by=actor)
    _tell(version, holders_of(Role.MANAGER), "standards.version.proposed")
    record_event(
        actor=actor, action="standards.version.submit", target=version, before=before, after=VersionState.SUBMITTED
    )
    return version


@transaction.atomic
def return_version(*, version: StandardVersion, actor: Person, reason: str, lock: int | None = None) -> StandardVersion:
    """Send it back with a reason: a draft can be changed again, what has been piloted stays as it was tried.

    Raises NotAllowed, Invalid without a reason, Conflict where it does not wait for approval.
    """
    require(can_return_version, actor, version)
    _require_seen(version, lock)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": [_("Say in up to %(limit)d characters why.") % {"limit": LONGEST_REASON}]})
    after = _back_to(version)
    advance(version, after, returned_reason=reason)
    _tell(version, [version.author, version.submitted_by], "standards.version.returned")
    record_event(
        actor=actor, action="standards.version.return", target=version, before=VersionState.SUBMITTED, after=after
    )
    return version


@transaction.atomic
def take_back_version(*, version: StandardVersion, actor: Person, lock: int | None = None) -> StandardVersion:
    """Make what the actor has sent a draft again, or a pilot with its report, while nobody has decided. The managers' notices go away; who has
    read one is told.

    Raises NotAllowed, Conflict where it does not wait for approval any more or is not what the page showed.
    """
    require(can_take_back_version, actor, version)
    _require_seen(version, lock)
    after = _back_to(version)
    advance(version, after)
    withdraw_notices(
        kind="standards.version.proposed",
        dedupe=f"standards.version.proposed:{version.public_id}:",
        instead="standards.version.taken_back",
    )
    record_event(
        actor=actor, action="standards.version.take_back", target=version, before=VersionState.SUBMITTED, after=after
    )
    return version


def _back_to(version: StandardVersion) -> VersionState:
    """What was piloted goes back to its pilot, never to a draft (decision 14)."""
    if version.state != VersionState.SUBMITTED:
        raise Conflict
    return VersionState.PILOT if Pilot.objects.filter(version=version).exists() else VersionState.DRAFT


@transaction.atomic
def approve_version(*, version: StandardVersion, actor: Person, lock: int | None = None) -> StandardVersion:
    """Approve what waits for approval; from now on it cannot change. Never by anybody who had a hand in it. `lock` is the `version.version` that
    was read: what was returned, changed and sent again meanwhile is not approved by an old page.

    Raises NotAllowed, Invalid with a sentence for each thing that is wrong in it, Conflict where it does not wait for approval.
    """
    require(can_approve_version, actor, version)
    _require_seen(version, lock)
    if version.state == VersionState.SUBMITTED:
        problems = problems_of(version)
        if problems:
            raise Invalid(problems)
    elif version.state == VersionState.PILOT:
        raise Conflict(_("Its pilot is not finished: a pilot ends with a report, and then it is sent for approval."))
    advance(version, VersionState.APPROVED, approved_by=actor, approved_at=clock.now(), returned_reason="")
    _tell(version, [version.author, version.submitted_by], "standards.version.approved")
    record_event(
        actor=actor,
        action="standards.version.approve",
        target=version,
        before=VersionState.SUBMITTED,
        after=VersionState.APPROVED,
        content=digest_of_content(version, indicators_of(version)),
    )
    return version


@transaction.atomic
def put_in_force(
    *, version: StandardVersion, actor: Person, on: date | None = None, lock: int | None = None
) -> StandardVersion:
    """Put an approved version into force from a day on (today). Today: at once, and the one before it is retired in the same transaction.

    A later day is kept and the version comes into force by itself; it can be changed until then. Cycles that are open keep the version by
    which they were planned. Raises NotAllowed, Invalid for a day that is past, Conflict where it is not approved or already in force.
    """
    require(can_put_in_force, actor, version)
    _require_seen(version, lock)
    today = clock.today()
    day = on or today
    if day < today:
        raise Invalid({"in_force_from": [_("This day is past. What was scored until now keeps its standard.")]})
    if day == today:
        return _enforce(version, actor)
    if version.state != VersionState.APPROVED:
        raise Conflict
    swap(version, expected={"state": VersionState.APPROVED}, in_force_from=day)
    record_event(actor=actor, action="standards.version.schedule", target=version, starts_on=day)
    return version


def _enforce(version: StandardVersion, actor: Person | None) -> StandardVersion:
    lock_for_transaction("standards")
    former = list(StandardVersion.objects.filter(state=VersionState.IN_FORCE).exclude(pk=version.pk))
    for row in former:
        advance(row, VersionState.RETIRED)
    advance(version, VersionState.IN_FORCE, in_force_from=clock.today())
    for row in former:
        record_event(
            actor=actor,
            action="standards.version.retire",
            target=row,
            before=VersionState.IN_FORCE,
            after=VersionState.RETIRED,
        )
    record_event(
        actor=actor,
        action="standards.version.put_in_force",
        target=version,
        before=VersionState.APPROVED,
        after=VersionState.IN_FORCE,
    )
    return version


def enforce_due_versions() -> int:
    """Put in force what is approved and whose day has come, in the order of their days. Run by beat; run twice it changes nothing more."""
    done = 0
    due = StandardVersion.objects.filter(state=VersionState.APPROVED, in_force_from__lte=clock.today())
    for version in due.order_by("in_force_from", "pk"):
        try:
            with transaction.atomic():
                _enforce(version, None)
        except Conflict:
            log.info("standard version %s was put in force by somebody else", version.public_id)
        else:
            done += 1
    return done


@transaction.atomic
def retire_version(*, version: StandardVersion, actor: Person, lock: int | None = None) -> StandardVersion:
    """Give up an approved version before it comes into force, or one whose pilot advised against it.

    What is in force is retired by its successor only. Raises NotAllowed, Conflict in any other state.
    """
    require(can_retire_version, actor, version)
    _require_seen(version, lock)
    before = version.state
    if before not in (VersionState.APPROVED, VersionState.PILOT):
        raise Conflict
    advance(version, VersionState.RETIRED, in_force_from=None)
    record_event(
        actor=actor, action="standards.version.retire", target=version, before=before, after=VersionState.RETIRED
    )
    return version


def _require_seen(version: StandardVersion, lock: int | None) -> None:
    if lock is not None and version.version != lock:
        raise Conflict(_("The standard is not what you saw any more. Look at it again."))


def _tell(version: StandardVersion, people, kind: str) -> None:
    notify(
        users=[person.user for person in people if person is not None],
        kind=kind,
        url=version.get_absolute_url(),
        params={"standard": both(version.standard, "name"), "number": version.number},
        dedupe=f"{kind}:{version.public_id}:{version.version}",
    )
