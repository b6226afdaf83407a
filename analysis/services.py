"""Entering figures by hand."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from analysis.models import EnteredFigure
from analysis.rules import can_enter_figure
from analysis.selectors import entered_figures
from assessments.models import Cycle
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.numbers import round_points
from organization.models import Person, Unit
from standards.enums import TargetKind
from standards.models import Target

HIGHEST = 1_000_000


@transaction.atomic
def enter_figure(
    *,
    cycle: Cycle,
    target: Target,
    actor: Person,
    value: Decimal | None,
    source: str,
    as_of: date,
    unit: Unit | None = None,
) -> EnteredFigure:
    """Enter the actual figure of a target that no measure computes, or take back (`value` None) what was entered; both stay to be read.

    `value` is in the target's unit; without a `unit` it is the organization's. Raises NotAllowed, Invalid with {field: sentences}, Conflict
    where the portal computes the figure itself.
    """
    require(can_enter_figure, actor, cycle)
    if target.version_id != cycle.standard_version_id or (target.measure and target.kind != TargetKind.RANK):
        raise Conflict(_("The portal computes this figure itself."))
    source = " ".join(source.split())
    wrong: dict[str, list[str]] = {}
    if unit is not None and (target.kind == TargetKind.RANK or not cycle.plans.filter(unit=unit).exists()):
        wrong["unit"] = [_("This unit has no figure of its own here.")]
    if value is None:
        last = entered_figures(cycle, target.code, unit).first()
        if last is None or last.value is None:
            wrong["value"] = [_("There is nothing to take back: enter a figure.")]
    elif not 0 <= value < HIGHEST:
        wrong["value"] = [_("A figure is from 0 to below %(limit)s.") % {"limit": f"{HIGHEST:,}"}]
    elif target.kind == TargetKind.RANK and (value < 1 or value != int(value)):
        wrong["value"] = [_("A rank is a whole number from 1.")]
    if not source or len(source) > EnteredFigure._meta.get_field("source").max_length:
        wrong["source"] = [_("Say in up to 200 characters where the figure is from.")]
    if as_of > clock.today():
        wrong["as_of"] = [_("This day has not come yet.")]
    elif as_of < cycle.start:
        wrong["as_of"] = [_("This day lies before the cycle.")]
    if wrong:
        raise Invalid(wrong)
    figure = EnteredFigure.objects.create(
        cycle=cycle,
        target=target.code,
        unit=unit,
        value=None if value is None else round_points(value),
        source=source,
        as_of=as_of,
        entered_by=actor,
    )
    record_event(
        actor=actor,
        action="analysis.figure.enter" if value is not None else "analysis.figure.take_back",
        target=figure,
        cycle=cycle.public_id,
        **({"unit": unit.public_id} if unit else {}),
    )
    return figure
