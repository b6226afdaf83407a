"""What planning enters in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _


def enter_plans() -> None:
    from assessments import plan_waiting
    from assessments.models import Cycle, SpotCheckLot
    from assessments.purposes import PlanPurpose, SpotCheckLotPurpose, SpotCheckPurpose, names_of_plans
    from assessments.selectors.cycles import approved_quarters
    from assessments.selectors.trials import trials_of_version
    from assessments.services.due_dates import recount_due_dates
    from assessments.services.plan_seals import verify_plans
    from assessments.services.readings import verify_readings
    from assessments.services.spot_verification import verify_spot_checks
    from foundation.audit import verifiers
    from foundation.audit.naming import namer_by_text, register_namer
    from foundation.audit.words import register_words
    from foundation.workdays.recounting import recounters
    from organization.searching import search_providers
    from organization.worklist import work_providers
    from sampling.purposes import purposes
    from standards.baselines import past_periods
    from standards.trials import trials

    past_periods.register("quarters", approved_quarters)
    recounters.register("assessments", recount_due_dates)
    purposes.register("plan", PlanPurpose())
    purposes.register("spot_check", SpotCheckPurpose())
    purposes.register("spot_check_lot", SpotCheckLotPurpose())
    verifiers.register("readings", verify_readings)
    verifiers.register("spot_checks", verify_spot_checks)
    verifiers.register("plans", verify_plans)
    work_providers.register("plans", plan_waiting.plans_waiting_for)
    trials.register("assessments", trials_of_version)
    search_providers.register("plans", plan_waiting.find_plans)
    register_namer("assessments.plan", names_of_plans, _("assessment plan"))
    # A spot check has no name in the trail: what it is about is nobody's business before it is drawn.
    register_namer("assessments.spotcheck", None, _("spot check"))
    register_namer("assessments.spotchecklot", namer_by_text(SpotCheckLot, "cycle"), _("lot of spot checks"))
    register_words(
        {
            "promised": _("Promised to each unit"),
            "answers": _("Answers of customers"),
            "further": _("Further ones by risk"),
            **SpotCheckLotPurpose.STRATA,
        }
    )
    register_namer(
        "assessments.cycle",
        lambda ids: {
            str(key): code for key, code in Cycle.objects.filter(public_id__in=ids).values_list("public_id", "code")
        },
        _("cycle"),
    )
    _keep_back()
    _name_acts()
    _name_details()
    _name_notices()


def _keep_back() -> None:
    from assessments.selectors.concealed import acts_kept_from
    from foundation.audit.readers import Withheld, withheld

    why = _(
        "Acts on the plans of your own line, with their draws and sheets, are shown once all of these sheets are sealed."
    )
    withheld.register("plans of the own line", Withheld(acts_kept_from, why))


def _name_acts() -> None:
    from assessments.enums import CycleState, PlanState, SpotCheckState
    from foundation.audit.labels import register_label, state_change
    from foundation.workdays.recounting import moved_date

    for action, sentence, tone, states in (
        ("cycle.open", _("Cycle opened"), "go", CycleState),
        ("cycle.finalise", _("Scoring closed, results go to feedback"), "done", CycleState),
        ("plan.complete", _("Plan completed"), "go", None),
        ("plan.copy", _("Plan copied from the last one"), "go", None),
        ("plan.submit", _("Plan sent for approval"), "wait", PlanState),
        ("plan.approve", _("Plan approved"), "done", PlanState),
        ("plan.return", _("Plan returned"), "late", PlanState),
        ("plan.take_back", _("Plan taken back by its sender"), "idle", PlanState),
        ("plan.start_draw", _("Draw begun"), "wait", PlanState),
        ("plan.finish_draw", _("Sample drawn, sheets assigned"), "done", PlanState),
        ("spot_check_lot.plan", _("Spot checks planned by lot"), "wait", None),
        ("spot_check.draw", _("Spot check drawn"), "done", SpotCheckState),
        ("spot_check.move", _("Spot check moved: working days changed"), "idle", None),
        ("spot_check.skip", _("Spot check skipped"), "idle", SpotCheckState),
    ):
        register_label(f"assessments.{action}", sentence, tone=tone, detail=state_change(states) if states else None)
    for action, sentence in (
        ("plan.move_due", _("Due date moved: working days changed")),
        ("sheet.move_due", _("Due date of the sheet moved: working days changed")),
    ):
        register_label(f"assessments.{action}", sentence, tone="wait", detail=moved_date)


def _name_details() -> None:
    from assessments.enums import SizeWay
    from foundation.audit.words import register_values, register_words
    from sampling.enums import Allocation

    register_words(
        {
            "copied": _("Copied from"),
            "answer": _("Answer to the return"),
            "size_way": _("Way to the number of records"),
            "allocation": _("Spread over touchpoints"),
            "skipped_for": _("Why skipped"),
        }
    )
    register_values("size_way", dict(SizeWay.choices))
    register_values("allocation", dict(Allocation.choices))
    skips = {"records": _("there was nothing to look at"), "cycle": _("the cycle took no scores then")}
    register_values("skipped_for", skips)


def _name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("cycle.opened", _("%(cycle)s is open: %(plans)s plans are drafted and wait to be completed.")),
        ("cycle.finalised", _("The results of %(cycle)s are approved and can be read.")),
        ("plan.submitted", _("The plan %(cycle)s for %(unit)s waits for your approval.")),
        ("plan.approved", _("The plan %(cycle)s for %(unit)s is approved and can be drawn.")),
        ("plan.returned", _("The plan %(cycle)s for %(unit)s was returned.")),
        (
            "plan.taken_back",
            _("The plan %(cycle)s for %(unit)s was taken back; it does not wait for your approval now."),
        ),
        (
            "plan.moved",
            _("Working days have changed: the sheets of the plan %(cycle)s for %(unit)s are due by %(due)s now."),
        ),
        ("sheets.moved", _("Working days have changed: your score sheets about %(unit)s are due by %(due)s now.")),
        (
            "visit.rest_day",
            _(
                "The visit %(number)s to %(unit)s was drawn for %(day)s, which is a day off now. Agree on another item or day."
            ),
        ),
        ("draw.nonce_wanted", _("The draw for %(unit)s in %(cycle)s waits for your random characters.")),
        ("sheets.assigned", _("%(count)s score sheets about %(unit)s are yours, due by %(due)s.")),
    ):
        register_kind(f"assessments.{kind}", sentence)
