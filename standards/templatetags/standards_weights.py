"""Where a version's weights come from: a part of its page that brings its own context."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from foundation.common.templatetags.marks import pill, state_pill
from standards.models import StandardVersion
from standards.models.study import StudyExpert, WeightStudy
from standards.rules import sees_drafts
from standards.studies.enums import ExpertState, StudyState, WeightSource
from standards.studies.rules import can_weigh_version, is_open_for_weights, takes_comparisons, was_left
from standards.studies.selectors import adjustment_of, origin_of, weights_now, with_progress

register = template.Library()


@register.inclusion_tag("standards/_weights.html", takes_context=True)
def weights_of_version(context, version: StandardVersion) -> dict:
    """`{% weights_of_version object %}`: source, studies, when they are due, and what the reader may do about them."""
    request = context["request"]
    person = request.person
    may_weigh, origin = can_weigh_version(person, version), origin_of(version)
    studies = with_progress(
        WeightStudy.objects.filter(standard_version=version).select_related("standard_version")
    ).order_by("-number")
    return {
        "request": request,
        "version": version,
        "origin": origin,
        "edited_since": origin is not None and weights_now(version) != origin.weights,
        "studies": [one for one in studies if one.state != StudyState.CALLED_OFF or sees_drafts(person)],
        "sees_studies": sees_drafts(person),
        "adjustment": adjustment_of(version),
        "may_set": may_weigh and is_open_for_weights(version),
        "may_schedule": may_weigh,
    }


@register.simple_tag
def study_pill(study: WeightStudy) -> str:
    """Its state; one that was left while experts compared has ended, whatever its row says."""
    return pill(_("Ended, not used"), "idle") if was_left(study) else state_pill(study)


@register.simple_tag
def expert_pill(expert: StudyExpert) -> str:
    """An expert's state; nobody is asked any more for what has ended."""
    is_asked = expert.state == ExpertState.ASKED
    return pill(_("Not submitted"), "idle") if is_asked and not takes_comparisons(expert.study) else state_pill(expert)


@register.filter
def source_label(value: str) -> str:
    return str(WeightSource(value).label)


@register.filter
def in_percent(weight: float) -> Decimal:
    """A weight of 0–1 as a percentage."""
    return Decimal(repr(weight)) * 100


@register.filter
def three(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


@register.filter
def two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


@register.filter
def matrix_of(result, voice) -> list:
    """The rows of one expert's matrix, as text."""
    return result.matrix_rows(voice)
