"""Trying a version in chosen departments before it is approved (R6)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from foundation.common.texts import localized
from organization.models import Person, Unit
from standards.digest import digest_of_content
from standards.enums import PilotAdvice, VersionState
from standards.models import Pilot, StandardVersion
from standards.rules import can_pilot_version
from standards.selectors import indicators_of, units_in_scope
from standards.studies.selectors import problems_of_studies
from standards.validators import problems_of

LONGEST_AIM = 500
LONGEST_REPORT = 10_000
LONGEST_DAYS = 184


@transaction.atomic
def start_pilot(
    *,
    version: StandardVersion,
    actor: Person,
    units: Sequence[Unit],
    starts_on: date,
    ends_on: date,
    aim: str,
    lock: int | None = None,
) -> Pilot:
    """Freeze a draft and try it in these departments from one day to another. What is scored with it stays out of every quarter's result.

    Raises NotAllowed, Invalid with {field: sentences} or with a sentence for each thing that is wrong in the draft and each weight study
    that is still open, Conflict where it is no draft or has changed since the page was loaded.
    """
    require(can_pilot_version, actor, version)
    if lock is not None and version.version != lock:
        raise Conflict
    if version.state != VersionState.DRAFT:
        raise Conflict
    wrong: dict[str, list[str]] = {}
    if not units or any(not unit.is_assessed for unit in units):
        wrong["units"] = [_("Choose at least one department, and only such as are assessed.")]
    elif outside := _outside_scope(version, units):
        wrong["units"] = [
            _("The version’s scope leaves out %(units)s. Change the scope, or choose other departments.")
            % {"units": _(", ").join(outside)}
        ]
    if starts_on < clock.today():
        wrong["starts_on"] = [_("A pilot begins today at the earliest.")]
    if ends_on < starts_on:
        wrong["ends_on"] = [_("This is before the beginning.")]
    elif (ends_on - starts_on).days > LONGEST_DAYS:
        wrong["ends_on"] = [_("A pilot lasts half a year at most.")]
    aim = aim.strip()
    if not aim or len(aim) > LONGEST_AIM:
        wrong["aim"] = [_("Say in up to %(limit)d characters what it should show.") % {"limit": LONGEST_AIM}]
    if wrong:
        raise Invalid(wrong)
    StandardVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    if problems := problems_of(version) + problems_of_studies(version):
        raise Invalid(problems)
    advance(version, VersionState.PILOT)
    pilot = Pilot.objects.create(version=version, starts_on=starts_on, ends_on=ends_on, aim=aim, started_by=actor)
    pilot.units.set(units)
    record_event(
        actor=actor,
        action="standards.version.pilot",
        target=version,
        before=VersionState.DRAFT,
        after=VersionState.PILOT,
        content=digest_of_content(version, indicators_of(version)),
        units=[unit.public_id for unit in units],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return pilot


def _outside_scope(version: StandardVersion, units: Sequence[Unit]) -> list[str]:
    """Names of the chosen departments for which the version is not meant."""
    inside = units_in_scope(version, Unit.objects.filter(pk__in=[unit.pk for unit in units]))
    keys = set(inside.values_list("pk", flat=True))
    return [localized(unit, "name") for unit in units if unit.pk not in keys]


@transaction.atomic
def report_pilot(*, version: StandardVersion, actor: Person, report: str, advice: str) -> Pilot:
    """Write, or until it is sent for approval rewrite, what the pilot showed and what follows from it.

    Raises NotAllowed, Invalid with {field: sentences}, Conflict where the version is not in its pilot.
    """
    require(can_pilot_version, actor, version)
    wrong: dict[str, list[str]] = {}
    report = report.strip()
    if not report or len(report) > LONGEST_REPORT:
        wrong["report"] = [_("Say in up to %(limit)d characters what it showed.") % {"limit": LONGEST_REPORT}]
    if advice not in PilotAdvice.values:
        wrong["advice"] = [_("Choose what follows from it.")]
    if wrong:
        raise Invalid(wrong)
    locked = StandardVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    if locked.state != VersionState.PILOT:
        raise Conflict
    pilot = locked.pilot
    pilot.report, pilot.advice, pilot.reported_by, pilot.reported_at = report, advice, actor, clock.now()
    pilot.save(update_fields=["report", "advice", "reported_by", "reported_at"])
    record_event(actor=actor, action="standards.version.pilot_report", target=version, advice=advice)
    return pilot
