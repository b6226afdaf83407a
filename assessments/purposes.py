"""What this room's draws are for: plans and spot checks answer for them to `sampling`."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from assessments.enums import Method, PlanState, SpotCheckState
from assessments.methods import WAYS, way_of_stratum
from assessments.models import Plan, ScoreSheet, SpotCheck, SpotCheckLot
from assessments.rules.cycles import sees_cycles
from assessments.selectors.concealed import keeps_its_making
from assessments.spot_lots import LOT, MOMENT, TURN
from foundation.common.texts import localized
from organization.models import Person
from records.enums import Touchpoint
from sampling.models import Draw


def plan_name(plan: Plan) -> str:
    """“2026Q4 · East Branch”; `cycle` and `unit` are loaded."""
    return f"{plan.cycle.code} · {localized(plan.unit, 'name')}"


def names_of_plans(public_ids: set[str]) -> dict[str, str]:
    rows = Plan.objects.filter(public_id__in=public_ids).select_related("cycle", "unit")
    return {str(plan.public_id): plan_name(plan) for plan in rows}


def _draws_of_sheets(person: Person):
    sheets = ScoreSheet.objects.filter(Q(assessor=person) | Q(co_assessor=person))
    return sheets.order_by().values("item__draw")


class PlanPurpose:
    def complete(self, draw: Draw, actor: Person | None) -> bool:
        from assessments.services.plan_draws import finish_plan_draw

        plan = Plan.objects.select_related("cycle").filter(draw=draw, state=PlanState.DRAWING).first()
        if plan is not None:
            finish_plan_draw(plan=plan, actor=actor)
        return plan is not None

    def origin(self, draw: Draw, reader: Person) -> tuple[str, str] | None:
        plan = Plan.objects.select_related("cycle", "unit").filter(draw=draw).first()
        return (plan_name(plan), plan.get_absolute_url()) if plan else None

    def viewers(self, person: Person) -> Q:
        """The team, and whoever else has been given one of its items."""
        return Q(plan__team__person=person) | Q(pk__in=_draws_of_sheets(person))

    def stratum_label(self, stratum: str) -> str | None:
        way = way_of_stratum(stratum)
        if way.stratum:
            return str(way.method.label)
        return str(Touchpoint(stratum).label) if stratum in Touchpoint.values else None

    def concealed(self, draw: Draw, reader: Person) -> frozenset[str]:
        """Nobody of the unit's own line, nor who answers for it, learns of its mystery visits; of draws without any the same is kept back."""
        plan = Plan.objects.filter(draw=draw).first()
        hidden = plan is not None and keeps_its_making(plan, reader)
        return frozenset({WAYS[Method.MYSTERY].stratum}) if hidden else frozenset()

    def held_back(self, draw: Draw) -> str:
        return ""


class SpotCheckPurpose:
    def complete(self, draw: Draw, actor: Person | None) -> bool:
        """Nothing: a spot check is drawn in one go."""
        return False

    def origin(self, draw: Draw, reader: Person) -> tuple[str, str] | None:
        check = SpotCheck.objects.select_related("cycle", "unit").filter(draw=draw).first()
        if check is None:
            return None
        # Assessors come from their sheet; the list is for those who watch all of them.
        url = reverse("assessments:spot_check_list" if sees_cycles(reader) else "assessments:sheet_list")
        if check.state != SpotCheckState.DRAWN:  # before its moment nobody learns where it will be
            return _("Spot check %(cycle)s") % {"cycle": check.cycle.code}, url
        name = _("Spot check %(cycle)s · %(unit)s") % {"cycle": check.cycle.code, "unit": localized(check.unit, "name")}
        return name, url

    def viewers(self, person: Person) -> Q:
        return Q(spot_check__isnull=False, pk__in=_draws_of_sheets(person))

    def stratum_label(self, stratum: str) -> str | None:
        return str(Method.RECORD_REVIEW.label) if stratum == "record" else None

    def concealed(self, draw: Draw, reader: Person) -> frozenset[str]:
        return frozenset()

    def held_back(self, draw: Draw) -> str:
        return ""


class SpotCheckLotPurpose:
    """The lot of a quarter's spot checks: frozen when the cycle opens, secret until the quarter is over."""

    STRATA = {
        TURN: gettext_lazy("Promised turns"),
        LOT: gettext_lazy("Lots by risk"),
        MOMENT: gettext_lazy("Working minutes"),
    }

    def complete(self, draw: Draw, actor: Person | None) -> bool:
        return False

    def origin(self, draw: Draw, reader: Person) -> tuple[str, str] | None:
        lot = SpotCheckLot.objects.select_related("cycle").filter(draw=draw).first()
        if lot is None:
            return None
        name = _("Lot of the spot checks %(cycle)s") % {"cycle": lot.cycle.code}
        return name, f"{reverse('assessments:spot_check_list')}?cycle={lot.cycle.code}"

    def viewers(self, person: Person) -> Q:
        return Q(pk=None)

    def stratum_label(self, stratum: str) -> str | None:
        return str(self.STRATA[stratum]) if stratum in self.STRATA else None

    def concealed(self, draw: Draw, reader: Person) -> frozenset[str]:
        return frozenset()

    def held_back(self, draw: Draw) -> str:
        """By hand it is never revealed: the portal does it by itself when the quarter is over."""
        if not SpotCheckLot.objects.filter(draw=draw).exists():
            return ""
        return _("It says where and when the quarter’s spot checks are, and is revealed when the quarter is over.")
