"""Response by unit, touchpoint and hour of the service: one query, the counts of drawn customers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Q
from django.db.models.functions import ExtractHour
from django.utils.translation import gettext as _

from feedback.figures import AnswerFigure, share_of
from feedback.models import Invitation, Questionnaire
from feedback.nonresponse import Difference, difference
from feedback.selectors import COUNTED
from foundation.common import clock
from foundation.common.texts import localized
from organization.models import Unit
from records.enums import Touchpoint

# Hours at which a band begins; what is earlier belongs to the first one.
BANDS = (0, 10, 12, 14, 16)


@dataclass(frozen=True)
class Group:
    label: str
    rate: AnswerFigure
    answered: int
    silent: int


@dataclass(frozen=True)
class Aspect:
    """Groups in their order and, as one sentence, whether they answered differently. `group`: what one of them is."""

    name: str
    group: str
    groups: list[Group]
    sentence: str


def aspects_of(questionnaire: Questionnaire, scope: set[int] | None) -> list[Aspect]:
    """Empty where nobody was drawn. Two queries."""
    rows = Invitation.objects.filter(COUNTED, questionnaire=questionnaire, record__isnull=False)
    if scope is not None:
        rows = rows.filter(unit__in=scope)
    zone = clock.organization_zone()
    counted = list(
        rows.order_by()
        .annotate(hour=ExtractHour("record__occurred_at", tzinfo=zone))
        .values("unit", "record__touchpoint", "hour")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))
    )
    if not counted:
        return []
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={row["unit"] for row in counted}).order_by("code")}
    return [
        _aspect(
            _("By unit"),
            _("Unit"),
            counted,
            lambda row: row["unit"],
            {key: localized(one, "name") for key, one in units.items()},
        ),
        _aspect(
            _("By touchpoint"),
            _("Touchpoint"),
            counted,
            lambda row: row["record__touchpoint"],
            {one.value: str(one.label) for one in Touchpoint},
        ),
        _aspect(
            _("By hour of the service"),
            _("Hour of the service"),
            counted,
            lambda row: _band(row["hour"]),
            _bands(),
        ),
    ]


def _band(hour: int) -> int:
    return max(start for start in BANDS if start <= hour)


def _bands() -> dict[int, str]:
    """What each band is called, by the hour at which it begins."""
    first, last = BANDS[1], BANDS[-1]
    between = {start: f"{start}:00–{end}:00" for start, end in pairwise(BANDS[1:])}
    return {
        BANDS[0]: _("before %(hour)d:00") % {"hour": first},
        **between,
        last: _("from %(hour)d:00 on") % {"hour": last},
    }


def _aspect(name: str, group: str, rows: Iterable[dict], group_of, labels: dict) -> Aspect:
    counts: dict[object, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        sums = counts[group_of(row)]
        sums[0] += row["answered"]
        sums[1] += row["asked"]
    groups = [
        Group(label, share_of(*counts[key]), counts[key][0], counts[key][1] - counts[key][0])
        for key, label in labels.items()
        if key in counts
    ]
    found = difference([(one.answered, one.answered + one.silent) for one in groups])
    return Aspect(name, group, groups, _sentence(found, groups))


def _sentence(found: Difference, groups: list[Group]) -> str:
    if len(groups) < 2:
        return _("There is one group only: nothing to compare.")
    if not found.is_told:
        return _("Too few were asked to tell whether the groups answer differently.")
    if not found.differs:
        return _("No difference can be told from chance (χ², p %(p)s): the answers stand for those asked.") % {
            "p": _p(found.p)
        }
    most = max(groups, key=lambda one: one.rate.value)
    least = min(groups, key=lambda one: one.rate.value)
    return _(
        "They differ (χ², p %(p)s): %(most)s answers most, %(least)s least. Figures of all together lean towards those who answer."
    ) % {"p": _p(found.p), "most": most.label, "least": least.label}


def _p(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"
