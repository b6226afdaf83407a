"""Sets of weights that can be compared: the draft's, the quarter's, equal ones, the experts', those of entropy; and what somebody typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _, pgettext

from analysis.past import past_quarters
from analysis.scheme import Scheme
from assessments.models import Cycle
from foundation.common.errors import Invalid
from standards.models import StandardVersion
from standards.studies.enums import StudyState, WeightSource
from standards.studies.groups import still_fits, weighed_dimensions
from standards.studies.proposals import propose
from standards.studies.results import experts_weights
from standards.studies.typed import TypedWeights
from standards.weighting.shares import apportion


@dataclass(frozen=True)
class WeightSet:
    """`weights` {code: share of 10,000} of the version's indicators."""

    name: str
    label: str
    weights: Mapping[str, int]


def sets_for(version: StandardVersion, cycle: Cycle, scheme: Scheme) -> list[WeightSet]:
    """The version's own first; the experts' where a closed study fits, entropy where the quarter tells something."""
    indicators = [one for rows in weighed_dimensions(version) for one in rows.indicators]
    own = {one.code: one.weight for one in indicators}
    then = {one.code: one.weight for one in scheme.weighted}
    label = _("Version %(number)s") % {"number": version.number}
    found = [WeightSet("version", label, own)]
    if version.pk != cycle.standard_version_id:
        quarters = {code: then.get(code, 0) for code in own}
        if any(quarters.values()):
            found.append(WeightSet("quarter", _("As in the quarter"), quarters))
    found.append(WeightSet("equal", pgettext("weights", "All equal"), apportion(dict.fromkeys(own, 1))))
    study = version.weight_studies.filter(state__in=(StudyState.CLOSED, StudyState.ADOPTED)).order_by("-number").first()
    if study is not None and still_fits(study):
        found.append(
            WeightSet("experts", _("Experts, study %(number)s") % {"number": study.number}, experts_weights(study))
        )
    past = [one for one in past_quarters() if one.code == cycle.code]
    try:
        found.append(WeightSet("entropy", _("Entropy"), propose(version, WeightSource.ENTROPY, quarters=past).weights))
    except Invalid:
        pass  # the quarter does not tell the units apart: there is no such set
    return found


@dataclass(frozen=True)
class Tried:
    """What is tried: from the URL, or the version's own. `form` keeps what was typed with its errors."""

    form: TypedWeights
    weights: Mapping[str, int]
    is_typed: bool


def tried_weights(version: StandardVersion, sets: list[WeightSet], data: Mapping[str, str]) -> Tried:
    """`?set=equal` fills in a set; fields of their own win over it. Where a field is wrong or all are 0, the version's own are computed with."""
    indicators = [one for rows in weighed_dimensions(version) for one in rows.indicators]
    own = sets[0].weights
    if any(name.startswith("weight-") for name in data):
        form = TypedWeights(indicators, data)
        form.require_all()
        given = {code: share for code, share in form.given.items() if share is not None}
        if not form.errors and not any(given.values()):
            form.errors[indicators[0].code] = _("One weight at least is above 0.")
        return Tried(form, own if form.errors else given, is_typed=given != own)
    form = TypedWeights(indicators)
    chosen = next((one for one in sets if one.name == data.get("set")), sets[0])
    form.take(chosen.weights)
    return Tried(form, chosen.weights, is_typed=chosen is not sets[0])
