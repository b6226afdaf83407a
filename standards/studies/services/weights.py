"""The one door through which weights come into a draft, and how often they are due."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance, swap
from organization.models import Person
from standards.enums import VersionState
from standards.models import Indicator, StandardVersion
from standards.models.study import WeightSchedule, WeightSetting, WeightStudy
from standards.studies.digests import digest_of
from standards.studies.enums import StudyState, WeightSource
from standards.studies.groups import weighed_dimensions
from standards.studies.proposals import Proposal
from standards.studies.rules import can_weigh_version
from standards.weighting.shares import WHOLE

MOST_MONTHS = 60


@transaction.atomic
def set_weights(
    *,
    version: StandardVersion,
    weights: Mapping[str, int],
    actor: Person,
    source: WeightSource,
    study: WeightStudy | None = None,
    terms: Mapping | None = None,
    seen: int | None = None,
) -> WeightSetting:
    """Write {indicator code: share of 10,000} to all indicators of a draft that carry a weight, and keep what was set, by whom and why.

    `seen` is the version's row version that the page was loaded with. Raises NotAllowed, Conflict where it is no draft any more or somebody
    was quicker, Invalid where an indicator is missing or unknown, a share is no whole number from 0 on, or they do not sum to 10,000.
    """
    require(can_weigh_version, actor, version)
    if version.state != VersionState.DRAFT or (seen is not None and version.version != seen):
        raise Conflict
    rows = {one.code: one for group in weighed_dimensions(version) for one in group.indicators}
    _check(rows, weights)
    swap(version, expected={"state": VersionState.DRAFT}, state=VersionState.DRAFT)
    before = {code: row.weight for code, row in rows.items()}
    for code, row in rows.items():
        row.weight = weights[code]
    Indicator.objects.bulk_update(rows.values(), ["weight"])
    own, terms = {code: weights[code] for code in rows}, dict(terms or {})
    setting = WeightSetting.objects.create(
        standard_version=version,
        source=source,
        study=study,
        weights=own,
        before=before,
        terms=terms,
        set_by=actor,
        digest=setting_digest(version, source, study, own, before, terms),
    )
    record_event(
        actor=actor,
        action="standards.weights.set",
        target=version,
        source=str(source),
        setting=setting.public_id,
        digest=setting.digest,
        **({"study": study.public_id} if study else {}),
    )
    return setting


def setting_digest(version: StandardVersion, source, study: WeightStudy | None, weights, before, terms) -> str:
    return digest_of(str(version.public_id), str(source), str(study.public_id) if study else "", weights, before, terms)


def _check(rows: Mapping[str, Indicator], weights: Mapping[str, int]) -> None:
    if rows.keys() != weights.keys():
        raise Invalid(_("The indicators have changed in the meantime. Load the page again."))
    if any(not isinstance(weight, int) or weight < 0 for weight in weights.values()):
        raise Invalid(_("A weight is not below 0 and has at most two decimals."))
    if sum(weights.values()) != WHOLE:
        raise Invalid(
            _("The weights add up to %(sum)s%% instead of 100%%.") % {"sum": f"{sum(weights.values()) / 100:.2f}"}
        )


@transaction.atomic
def adopt_proposal(
    *,
    version: StandardVersion,
    proposal: Proposal,
    actor: Person,
    study: WeightStudy | None = None,
    seen: int | None = None,
    shown: str = "",
) -> WeightSetting:
    """Set the weights that a proposal has worked out; the study behind it counts as adopted.

    `shown` is the digest of what the page showed: where results or comparisons have moved since, Conflict.
    """
    require(can_weigh_version, actor, version)
    if shown and shown != proposal.digest:
        raise Conflict(_("The figures have moved since the page was loaded. Look at the new proposal first."))
    behind = study if proposal.source.needs_study else None
    setting = set_weights(
        version=version,
        weights=proposal.weights,
        actor=actor,
        source=proposal.source,
        study=behind,
        terms=proposal.terms,
        seen=seen,
    )
    if behind is not None:
        advance(behind, StudyState.ADOPTED)
    return setting


@transaction.atomic
def set_weight_interval(*, version: StandardVersion, months: int, actor: Person) -> WeightSchedule:
    """How often the weights of the version's standard are due for adjustment. Raises NotAllowed, Invalid outside 1–60 months."""
    require(can_weigh_version, actor, version)
    if not 1 <= months <= MOST_MONTHS:
        raise Invalid({"months": _("Between 1 and %(most)d months.") % {"most": MOST_MONTHS}})
    schedule, _made = WeightSchedule.objects.update_or_create(
        standard=version.standard, defaults={"months": months, "changed_at": clock.now()}
    )
    record_event(actor=actor, action="standards.weights.schedule", target=version, months=months)
    return schedule
