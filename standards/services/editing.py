"""Changing a draft. Every act names the `lock` (`version.version` as the page was loaded) and raises it, so no editor overwrites another."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import swap
from organization.models import Person, Unit
from standards.content import DimensionContent, IndicatorContent, StandardContent, TargetContent
from standards.enums import CriticalPolicy, NotApplicablePolicy, ScopeAspect, VersionState
from standards.models import Dimension, Indicator, RubricLevel, ScopeEntry, StandardVersion, Target
from standards.reading import DIMENSION, VERSION
from standards.rules import can_edit_version
from standards.services.writing import (
    clear_content,
    indicator_values,
    plain_values,
    write_content,
    write_levels,
    write_targets,
)
from standards.validators import (
    Problem,
    problems_between_targets,
    problems_of_dimension,
    problems_of_indicator,
    problems_of_scope,
    problems_of_target,
)

LONGEST_PURPOSE = 500


def _begin(version: StandardVersion, actor: Person, lock: int | None, **changes) -> None:
    """Take the draft for this edit: from here on a parallel editor finds that it has changed."""
    require(can_edit_version, actor, version)
    if lock is not None and version.version != lock:
        raise Conflict
    swap(version, expected={"state": VersionState.DRAFT}, **changes)


def _end(version: StandardVersion, actor: Person, part: str, code: str = "") -> None:
    record_event(
        actor=actor, action="standards.version.edit", target=version, part=part, **({"code": code} if code else {})
    )


def _refuse(problems: Sequence[Problem]) -> None:
    """Raises Invalid with {field: sentences}."""
    if problems:
        fields: dict[str, list[str]] = {}
        for problem in problems:
            fields.setdefault(problem.field, []).append(problem.sentence)
        raise Invalid(fields)


@transaction.atomic
def change_settings(
    *,
    version: StandardVersion,
    actor: Person,
    lock: int | None = None,
    na_policy: str,
    critical_policy: str,
    critical_cap: Decimal | None,
    target: Decimal | None,
    purpose_zh: str = "",
    purpose_en: str = "",
) -> StandardVersion:
    """The policies, the target of the whole, and why there is this version. Raises NotAllowed, Conflict, Invalid with {field: sentences}."""
    wrong: dict[str, str] = {}
    if na_policy not in NotApplicablePolicy.values or critical_policy not in CriticalPolicy.values:
        raise Invalid(_("There is no such policy."))
    if critical_policy == CriticalPolicy.CAP and critical_cap is None:
        wrong["critical_cap"] = _("Say how much a sheet can have at most.")
    for name, points in (("critical_cap", critical_cap), ("target", target)):
        if points is not None and not 0 <= points <= 100:
            wrong[name] = _("From 0 to 100.")
    for name, text in (("purpose_zh", purpose_zh), ("purpose_en", purpose_en)):
        if len(text) > LONGEST_PURPOSE:
            wrong[name] = _("At most %(most)d characters.") % {"most": LONGEST_PURPOSE}
    if wrong:
        raise Invalid(wrong)
    _begin(
        version,
        actor,
        lock,
        na_policy=na_policy,
        critical_policy=critical_policy,
        critical_cap=critical_cap if critical_policy == CriticalPolicy.CAP else None,
        target=target,
        purpose_zh=purpose_zh.strip(),
        purpose_en=purpose_en.strip(),
    )
    _end(version, actor, "settings")
    return version


@transaction.atomic
def save_dimension(
    *,
    version: StandardVersion,
    actor: Person,
    content: DimensionContent,
    lock: int | None = None,
    before: str | None = None,
) -> Dimension:
    """Add a dimension at the end, or change the one with the code `before`; its indicators stay as they are.

    Raises NotAllowed, Conflict, Invalid with {field: sentences}.
    """
    _refuse(list(problems_of_dimension(content)))
    _begin(version, actor, lock)
    _require_free(version.dimensions, content.code, before)
    values = plain_values(content, DIMENSION)
    if before is None:
        row = Dimension.objects.create(version=version, order=_after_last(version.dimensions), **values)
    else:
        row = _found(version.dimensions, before)
        Dimension.objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    _end(version, actor, "dimension", content.code)
    return row


@transaction.atomic
def remove_dimension(*, version: StandardVersion, actor: Person, code: str, lock: int | None = None) -> None:
    """Take a dimension out of the draft, with its indicators. Raises NotAllowed, Conflict."""
    _begin(version, actor, lock)
    row = _found(version.dimensions, code)
    RubricLevel.objects.filter(indicator__dimension=row).delete()
    row.indicators.all().delete()
    row.delete()
    _end(version, actor, "dimension_removed", code)


@transaction.atomic
def move_dimension(*, version: StandardVersion, actor: Person, code: str, down: bool, lock: int | None = None) -> None:
    """One place up or down; the first stays first, the last last. Raises NotAllowed, Conflict."""
    _begin(version, actor, lock)
    _move(list(version.dimensions.all()), _found(version.dimensions, code), down)
    _end(version, actor, "order", code)


@transaction.atomic
def save_indicator(
    *,
    version: StandardVersion,
    actor: Person,
    dimension: str,
    content: IndicatorContent,
    lock: int | None = None,
    before: str | None = None,
) -> Indicator:
    """Add an indicator at the end of the dimension, or change the one with the code `before` (also move it to another dimension).

    A missing weight is let pass: weights are set together. Raises NotAllowed, Conflict, Invalid with {field: sentences}.
    """
    _refuse([one for one in problems_of_indicator(content) if one.field != "weight" or content.weight])
    _begin(version, actor, lock)
    _require_free(version.indicators, content.code, before)
    home = _found(version.dimensions, dimension)
    values = indicator_values(content)
    if before is None:
        row = Indicator.objects.create(version=version, dimension=home, order=_after_last(home.indicators), **values)
    else:
        row = _found(version.indicators, before)
        order = row.order if row.dimension_id == home.pk else _after_last(home.indicators)
        Indicator.objects.filter(pk=row.pk).update(dimension=home, order=order, **values)
        row.levels.all().delete()
        row.refresh_from_db()
    write_levels(row, content)
    _end(version, actor, "indicator", content.code)
    return row


@transaction.atomic
def remove_indicator(*, version: StandardVersion, actor: Person, code: str, lock: int | None = None) -> None:
    """Take an indicator out of the draft. Raises NotAllowed, Conflict."""
    _begin(version, actor, lock)
    row = _found(version.indicators, code)
    row.levels.all().delete()
    row.delete()
    _end(version, actor, "indicator_removed", code)


@transaction.atomic
def move_indicator(*, version: StandardVersion, actor: Person, code: str, down: bool, lock: int | None = None) -> None:
    """One place up or down within its dimension. Raises NotAllowed, Conflict."""
    _begin(version, actor, lock)
    row = _found(version.indicators, code)
    _move(list(row.dimension.indicators.all()), row, down)
    _end(version, actor, "order", code)


@transaction.atomic
def save_targets(
    *, version: StandardVersion, actor: Person, targets: Sequence[TargetContent], lock: int | None = None
) -> None:
    """Replace all targets of the draft. Raises NotAllowed, Conflict, Invalid with a sentence for each thing that is wrong."""
    problems = [str(problem) for target in targets for problem in problems_of_target(target)]
    problems += [str(problem) for problem in problems_between_targets(targets)]
    if len({target.code for target in targets}) != len(targets):
        problems.append(_("Two targets have the same code."))
    if problems:
        raise Invalid(problems)
    _begin(version, actor, lock)
    Target.objects.filter(version=version).delete()
    write_targets(version, targets)
    _end(version, actor, "targets")


@transaction.atomic
def save_scope(
    *, version: StandardVersion, actor: Person, scope: Sequence[tuple[str, str]], lock: int | None = None
) -> None:
    """Replace the whole scope. Raises NotAllowed, Conflict, Invalid with a sentence for each thing that is wrong."""
    problems = [str(problem) for problem in problems_of_scope(scope)]
    problems += unknown_units(scope)
    if problems:
        raise Invalid(problems)
    _begin(version, actor, lock)
    version.scope.all().delete()
    ScopeEntry.objects.bulk_create(ScopeEntry(version=version, aspect=aspect, value=value) for aspect, value in scope)
    _end(version, actor, "scope")


def unknown_units(scope: Sequence[tuple[str, str]]) -> list[str]:
    """A sentence for each unit that does not exist."""
    codes = {value for aspect, value in scope if aspect == ScopeAspect.UNIT}
    known = set(Unit.objects.filter(code__in=codes).values_list("code", flat=True))
    return [_("There is no unit with the code %(code)s.") % {"code": code} for code in sorted(codes - known)]


@transaction.atomic
def replace_content(
    *, version: StandardVersion, actor: Person, content: StandardContent, lock: int | None = None
) -> StandardVersion:
    """Put other content into the draft as a whole: what a workbook brings in. Raises NotAllowed, Conflict."""
    _begin(version, actor, lock, **{name: getattr(content, name) for name in VERSION})
    clear_content(version)
    write_content(version, content)
    _end(version, actor, "workbook")
    return version


def _require_free(rows, code: str, before: str | None) -> None:
    if code != before and rows.filter(code=code).exists():
        raise Invalid({"code": [_("The code %(code)s is there twice.") % {"code": code}]})


def _found(rows, code: str):
    row = rows.filter(code=code).first()
    if row is None:
        raise Conflict(_("%(code)s is not in this draft any more.") % {"code": code})
    return row


def _after_last(rows) -> int:
    last = rows.order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + 1


def _move(rows: list, row, down: bool) -> None:
    place = [one.pk for one in rows].index(row.pk)
    other = place + (1 if down else -1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    # Numbered anew: what was copied or moved may have left gaps or equals.
    for order, one in enumerate(rows, start=1):
        if one.order != order:
            type(one).objects.filter(pk=one.pk).update(order=order)
