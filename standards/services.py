"""Making, approving and putting into force."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from foundation.common.texts import both
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from standards.content import digest_of_content
from standards.enums import VersionState
from standards.models import Dimension, Indicator, RubricLevel, Standard, StandardVersion
from standards.presets import PRESETS, PresetDimension, PresetIndicator
from standards.rules import can_approve_version, can_create_standard, can_put_in_force
from standards.selectors import indicators_of
from standards.validators import problems_of


@transaction.atomic
def create_standard_from_preset(*, preset: str, author: Person) -> StandardVersion:
    """Make a draft of the preset with this code: version 1 of a new standard, or the next version of one that was made before.

    Raises NotAllowed, Invalid for an unknown preset, Conflict while another draft of the same standard waits.
    """
    require(can_create_standard, author)
    chosen = PRESETS.get(preset)
    if chosen is None:
        raise Invalid(_("There is no such preset."))
    lock_for_transaction("standards")
    standard, _created = Standard.objects.get_or_create(
        code=chosen.code, defaults={"name_zh": chosen.name_zh, "name_en": chosen.name_en}
    )
    if standard.versions.filter(state=VersionState.DRAFT).exists():
        raise Conflict(_("There is a draft of this standard already. It must be approved before the next one is made."))
    last = standard.versions.aggregate(last=Max("number"))["last"] or 0
    version = StandardVersion.objects.create(
        standard=standard,
        number=last + 1,
        na_policy=chosen.na_policy,
        critical_policy=chosen.critical_policy,
        target=Decimal(chosen.target),
        author=author,
    )
    for order, dimension in enumerate(chosen.dimensions, start=1):
        _copy_dimension(version, order, dimension)
    notify(
        users=[person.user for person in holders_of(Role.MANAGER)],
        kind="standards.version.proposed",
        url=version.get_absolute_url(),
        params={"standard": both(standard, "name"), "number": version.number},
        dedupe=f"standards.version.proposed:{version.public_id}",
    )
    record_event(
        actor=author, action="standards.version.create", target=version, after=VersionState.DRAFT, preset=chosen.code
    )
    return version


def _copy_dimension(version: StandardVersion, order: int, dimension: PresetDimension) -> None:
    row = Dimension.objects.create(
        version=version,
        code=dimension.code,
        name_zh=dimension.name_zh,
        name_en=dimension.name_en,
        order=order,
        target=None if dimension.target is None else Decimal(dimension.target),
    )
    for place, indicator in enumerate(dimension.indicators, start=1):
        _copy_indicator(version, row, place, indicator)


def _copy_indicator(version: StandardVersion, dimension: Dimension, order: int, indicator: PresetIndicator) -> None:
    row = Indicator.objects.create(
        version=version,
        dimension=dimension,
        code=indicator.code,
        name_zh=indicator.name_zh,
        name_en=indicator.name_en,
        guidance_zh=indicator.guidance_zh,
        guidance_en=indicator.guidance_en,
        order=order,
        scale=indicator.scale,
        weight=indicator.weight,
        max_points=Decimal(indicator.max_points),
        na_allowed=indicator.na_allowed,
        measure=indicator.measure,
        break_points=[list(step) for step in indicator.break_points],
        target=None if indicator.target is None else Decimal(indicator.target),
    )
    RubricLevel.objects.bulk_create(
        RubricLevel(
            indicator=row, level=one.level, points=Decimal(one.points), text_zh=one.text_zh, text_en=one.text_en
        )
        for one in indicator.levels
    )


@transaction.atomic
def approve_version(*, version: StandardVersion, actor: Person) -> StandardVersion:
    """Approve a draft; from now on it cannot change. Never by its author.

    Raises NotAllowed, Invalid with a sentence for each thing that is wrong in it, Conflict where it is no draft any more.
    """
    require(can_approve_version, actor, version)
    if version.state == VersionState.DRAFT:
        problems = problems_of(version, indicators_of(version))
        if problems:
            raise Invalid(problems)
    advance(version, VersionState.APPROVED, approved_by=actor, approved_at=clock.now())
    record_event(
        actor=actor,
        action="standards.version.approve",
        target=version,
        before=VersionState.DRAFT,
        after=VersionState.APPROVED,
        content=digest_of_content(version, indicators_of(version)),
    )
    return version


@transaction.atomic
def put_in_force(*, version: StandardVersion, actor: Person) -> StandardVersion:
    """Put an approved version into force from today and retire the one before it, in one transaction.

    Cycles that are open keep the version by which they were planned. Raises NotAllowed, Conflict where it is not approved or already in force.
    """
    require(can_put_in_force, actor, version)
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
