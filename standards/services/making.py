"""Making drafts: from a preset, from nothing, from the version before; and throwing one away."""

import re

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance
from organization.models import Person
from standards.content import StandardContent
from standards.enums import VersionState
from standards.models import Standard, StandardVersion
from standards.presets import PRESETS
from standards.reading import VERSION, content_of
from standards.rules import can_create_standard, can_discard_version
from standards.services.writing import clear_content, write_content

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
IN_THE_MAKING = (VersionState.DRAFT, VersionState.SUBMITTED, VersionState.PILOT)


def create_standard_from_preset(*, preset: str, author: Person) -> StandardVersion:
    """Make a draft of the preset with this code: version 1 of a new standard, or the next version of one that was made before.

    Raises NotAllowed, Invalid for an unknown preset, Conflict while another version of the same standard is in the making.
    """
    require(can_create_standard, author)
    chosen = PRESETS.get(preset)
    if chosen is None:
        raise Invalid(_("There is no such preset."))
    return create_version(content=chosen, author=author, preset=chosen.code)


def create_empty_standard(*, code: str, name_zh: str, name_en: str, author: Person) -> StandardVersion:
    """Make version 1 of a new standard with nothing in it. Raises NotAllowed, Invalid with {field: sentences}."""
    require(can_create_standard, author)
    wrong = {}
    if not CODE.fullmatch(code):
        wrong["code"] = [_("Small letters, digits and hyphens, at most 30, a letter or digit first.")]
    elif Standard.objects.filter(code=code).exists():
        wrong["code"] = [_("There is a standard with this code already.")]
    if not name_zh.strip():
        wrong["name_zh"] = [_("The Chinese name is required.")]
    if wrong:
        raise Invalid(wrong)
    content = StandardContent(code=code, name_zh=name_zh.strip(), name_en=name_en.strip())
    return create_version(content=content, author=author)


def create_next_version(*, version: StandardVersion, author: Person) -> StandardVersion:
    """Make the next draft of the same standard with all that this version says.

    Raises NotAllowed, Conflict while another version of it is in the making.
    """
    require(can_create_standard, author)
    return create_version(content=content_of(version), author=author, made_from=version)


@transaction.atomic
def create_version(
    *, content: StandardContent, author: Person, made_from: StandardVersion | None = None, preset: str = ""
) -> StandardVersion:
    """The next draft of the standard with the content's code, which is made where it does not exist.

    Raises NotAllowed, Conflict while another version of it is in the making.
    """
    require(can_create_standard, author)
    lock_for_transaction("standards")
    standard, _created = Standard.objects.get_or_create(
        code=content.code, defaults={"name_zh": content.name_zh, "name_en": content.name_en}
    )
    if standard.versions.filter(state__in=IN_THE_MAKING).exists():
        raise Conflict(
            _(
                "A version of this standard is in the making already. It must be approved or discarded before the next one is made."
            )
        )
    last = standard.versions.aggregate(last=Max("number"))["last"] or 0
    version = StandardVersion.objects.create(
        standard=standard,
        number=last + 1,
        author=author,
        made_from=made_from,
        **{name: getattr(content, name) for name in VERSION},
    )
    write_content(version, content)
    version.refresh_from_db()
    record_event(
        actor=author,
        action="standards.version.create",
        target=version,
        after=VersionState.DRAFT,
        **({"preset": preset} if preset else {}),
        **({"made_from": made_from.public_id} if made_from else {}),
    )
    return version


@transaction.atomic
def discard_version(*, version: StandardVersion, actor: Person, lock: int | None = None) -> None:
    """Throw a draft away that was never tried or approved; its number is given again.

    Where experts were asked or weights set, the draft is retired instead: what they did is kept with it for ever.
    Raises NotAllowed, Conflict where it is no draft or has changed since the page was loaded.
    """
    require(can_discard_version, actor, version)
    # Against whatever would point at it, too: a study that is opened at the same moment waits, and then finds nothing to study.
    locked = StandardVersion.objects.select_for_update(of=("self",), no_key=True).filter(pk=version.pk).first()
    if locked is None or locked.state != VersionState.DRAFT or (lock is not None and locked.version != lock):
        raise Conflict
    if locked.weight_studies.exists() or locked.weight_settings.exists():
        advance(locked, VersionState.RETIRED)
        record_event(
            actor=actor,
            action="standards.version.discard",
            target=version,
            before=VersionState.DRAFT,
            after=VersionState.RETIRED,
        )
        return
    record_event(actor=actor, action="standards.version.discard", target=version, before=VersionState.DRAFT)
    clear_content(locked)
    locked.delete()
    if not version.standard.versions.exists():
        version.standard.delete()
