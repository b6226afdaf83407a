"""What planning enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_plans() -> None:
    from assessments import gates, plan_waiting
    from assessments.models import Cycle
    from assessments.purposes import PlanPurpose, SpotCheckPurpose, names_of_plans
    from assessments.services.plan_seals import verify_plans
    from assessments.services.readings import verify_readings
    from foundation.audit import verifiers
    from foundation.audit.naming import register_namer
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from sampling.purposes import purposes

    purposes.register("plan", PlanPurpose())
    purposes.register("spot_check", SpotCheckPurpose())
    gates.blockers.register("plans", gates.plans_not_drawn)
    gates.blockers.register("sheets", gates.sheets_not_sealed)
    gates.blockers.register("measures", gates.measures_stale)
    verifiers.register("readings", verify_readings)
    verifiers.register("plans", verify_plans)
    work_providers.register("plans", plan_waiting.plans_waiting_for)
    search_providers.register("plans", plan_waiting.find_plans)
    register_namer("assessments.plan", names_of_plans, _("assessment plan"))
    # A spot check has no name in the trail: what it is about is nobody's business before it is drawn.
    register_namer("assessments.spotcheck", None, _("spot check"))
    register_namer(
        "assessments.cycle",
        lambda ids: {
            str(key): code for key, code in Cycle.objects.filter(public_id__in=ids).values_list("public_id", "code")
        },
        _("cycle"),
    )
    _name_acts()
    _name_details()
    _name_notices()


def _name_acts() -> None:
    from assessments.enums import CycleState, PlanState, SpotCheckState
    from foundation.audit.labels import register_label, state_change

    for action, sentence, tone, states in (
        ("cycle.open", _("Cycle opened"), "go", CycleState),
        ("cycle.finalise", _("Scoring closed, results go to feedback"), "done", CycleState),
        ("plan.complete", _("Plan completed"), "go", None),
        ("plan.copy", _("Plan copied from the last one"), "go", None),
        ("plan.submit", _("Plan sent for approval"), "wait", PlanState),
        ("plan.approve", _("Plan approved"), "done", PlanState),
        ("plan.return", _("Plan returned"), "late", PlanState),
        ("plan.start_draw", _("Draw begun"), "wait", PlanState),
        ("plan.finish_draw", _("Sample drawn, sheets assigned"), "done", PlanState),
        ("spot_check.draw", _("Spot check drawn"), "done", SpotCheckState),
        ("spot_check.skip", _("Spot check skipped: nothing to look at"), "idle", SpotCheckState),
    ):
        register_label(f"assessments.{action}", sentence, tone=tone, detail=state_change(states) if states else None)


def _name_details() -> None:
    from assessments.enums import SizeWay
    from foundation.audit.words import register_values, register_words
    from sampling.enums import Allocation

    register_words(
        {
            "copied": _("Copied from"),
            "size_way": _("Way to the number of records"),
            "allocation": _("Spread over touchpoints"),
        }
    )
    register_values("size_way", dict(SizeWay.choices))
    register_values("allocation", dict(Allocation.choices))


def _name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("cycle.opened", _("%(cycle)s is open: %(plans)s plans are drafted and wait to be completed.")),
        ("cycle.finalised", _("Scoring for %(cycle)s is closed; the results can be read.")),
        ("plan.submitted", _("The plan %(cycle)s for %(unit)s waits for your approval.")),
        ("plan.approved", _("The plan %(cycle)s for %(unit)s is approved and can be drawn.")),
        ("plan.returned", _("The plan %(cycle)s for %(unit)s was returned.")),
        ("draw.nonce_wanted", _("The draw for %(unit)s in %(cycle)s waits for your random characters.")),
        ("sheets.assigned", _("%(count)s score sheets about %(unit)s are yours, due by %(due)s.")),
    ):
        register_kind(f"assessments.{kind}", sentence)
