"""Which rules hold for a standard."""

from collections.abc import Iterable

from calibration.models import CalibrationPolicy
from standards.models import Standard


def policy_for(standard: Standard) -> CalibrationPolicy:
    """The standard's own rules, else the organization's, else the defaults (not saved). One query."""
    found = {row.place: row for row in CalibrationPolicy.objects.filter(place__in=("", standard.code))}
    return found.get(standard.code) or found.get("") or CalibrationPolicy()


def own_policy(standard: Standard | None) -> CalibrationPolicy:
    """The row of just this place, to be changed; what it begins with where there is none are the rules that hold there now."""
    place = standard.code if standard else ""
    found = CalibrationPolicy.objects.filter(place=place).first()
    if found is not None:
        return found
    general = CalibrationPolicy.objects.filter(place="").first() or CalibrationPolicy()
    rules = {name: getattr(general, name) for name in RULES}
    return CalibrationPolicy(place=place, standard=standard, **rules)


RULES = (
    "alpha_wanted",
    "fewest_items",
    "demands_qualification",
    "sheets_wanted",
    "tolerance",
    "share_wanted",
    "attempts_allowed",
    "valid_months",
)


def policies_for(standards: Iterable[Standard]) -> dict[int, CalibrationPolicy]:
    """{key of the standard: the rules that hold for it}. One query."""
    found = {row.place: row for row in CalibrationPolicy.objects.all()}
    general = found.get("") or CalibrationPolicy()
    return {standard.pk: found.get(standard.code, general) for standard in standards}
