"""What a workbook brings in: the content of a draft as a whole, or a new draft (R8)."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.common.errors import Conflict, Invalid, require
from organization.models import Person, Unit
from standards.content import StandardContent
from standards.models import StandardVersion
from standards.rules import can_create_standard, can_edit_version
from standards.services.editing import replace_content, unknown_units
from standards.services.making import CODE, create_version
from standards.workbook import barring_problems
from standards.workbook.lists import normal


@transaction.atomic
def bring_in_workbook(
    *, version: StandardVersion, actor: Person, content: StandardContent, lock: int
) -> StandardVersion:
    """Replace everything in the draft by the content that was previewed against it.

    Raises NotAllowed, Invalid with a sentence for each thing that is wrong, Conflict where the draft is no draft any more or has changed
    since the preview.
    """
    require(can_edit_version, actor, version)
    problems = _problems_of(content)
    if content.code != version.standard.code:
        problems.append(other_standard(content, version))
    if problems:
        raise Invalid(problems)
    if version.version != lock:
        raise Conflict(
            _(
                "Somebody has changed the draft since the preview. Bring the workbook in again to see what it would change now."
            )
        )
    return replace_content(version=version, actor=actor, content=content, lock=lock)


@transaction.atomic
def make_standard_from_workbook(*, content: StandardContent, author: Person) -> StandardVersion:
    """A draft with this content: version 1 of a new standard, or the next version of the one that has its code.

    Raises NotAllowed, Invalid with a sentence for each thing that is wrong, Conflict while another version of the standard is in the making.
    """
    require(can_create_standard, author)
    problems = _problems_of(content)
    if not CODE.fullmatch(content.code):
        problems.append(malformed_code())
    if not content.name_zh.strip():
        problems.append(_("The Chinese name is required."))
    if problems:
        raise Invalid(problems)
    return create_version(content=content, author=author)


def other_standard(content: StandardContent, version: StandardVersion) -> str:
    return _(
        "The workbook is of the standard “%(code)s”, this draft of “%(own)s”. Bring it in as a new standard instead."
    ) % {
        "code": content.code,
        "own": version.standard.code,
    }


def malformed_code() -> str:
    return _("The code of a standard: small letters, digits and hyphens, at most 30, a letter or digit first.")


def names_of_units(units: Iterable[Unit] | None = None) -> dict[str, str]:
    """{code, or name that only one unit has, in normal form: the unit's code}: what a workbook may call a unit."""
    rows = list(Unit.objects.all() if units is None else units)
    names = [(normal(name), unit.code) for unit in rows for name in {unit.name_zh, unit.name_en} if name]
    times = Counter(name for name, _code in names)
    found = {name: code for name, code in names if times[name] == 1}
    return found | {normal(unit.code): unit.code for unit in rows}


def _problems_of(content: StandardContent) -> list[str]:
    return [*map(str, barring_problems(content)), *unknown_units(content.scope)]
