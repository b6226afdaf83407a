"""What the gates say of customers' answers that a plan wants and does not have (R48)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, ngettext

from assessments.gates import NAMED, Blocker, Link
from assessments.models import Cycle, PlannedAnswers
from assessments.questionnaires import source_of
from foundation.common.texts import localized
from organization.enums import Role


def too_few_answers(cycle: Cycle) -> list[Blocker]:
    """For the gate: units whose customers have answered less often than planned. It warns and blocks nothing: nobody can make customers answer."""
    rows = PlannedAnswers.objects.filter(plan__cycle=cycle).select_related("plan__unit").order_by("plan__unit__code")
    by_key: dict[str, list[PlannedAnswers]] = {}
    for row in rows:
        by_key.setdefault(str(row.questionnaire), []).append(row)
    short = [one for key, planned in by_key.items() for one in _short(cycle, key, planned)]
    if not short:
        return []
    names = [
        _("%(unit)s %(n)d of %(wanted)d") % {"unit": localized(row.plan.unit, "name"), "n": n, "wanted": row.wanted}
        for row, n in short[:NAMED]
    ]
    listed = _(", ").join(names)
    if len(short) > NAMED:
        listed = _("%(names)s and %(n)d more") % {"names": listed, "n": len(short) - NAMED}
    sentence = ngettext(
        "%(n)d unit has fewer answers of customers than planned: %(units)s.",
        "%(n)d units have fewer answers of customers than planned: %(units)s.",
        len(short),
    )
    links = tuple(
        Link(localized(row.plan.unit, "name"), f"{row.plan.get_absolute_url()}#answers") for row, _n in short[:NAMED]
    )
    return [Blocker(sentence % {"n": len(short), "units": listed}, links, str(Role.LEAD.label))]


def _short(cycle: Cycle, key: str, planned: Iterable[PlannedAnswers]) -> list[tuple[PlannedAnswers, int]]:
    found = source_of(key)
    if found is None:
        return []
    planned = list(planned)
    so_far = found[0].so_far(key, [row.plan.unit_id for row in planned], cycle.start, cycle.end)
    return [(row, so_far[row.plan.unit_id].answers) for row in planned if so_far[row.plan.unit_id].answers < row.wanted]
