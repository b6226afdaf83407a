"""Cycles, plans and spot checks."""

from django.urls import path

from assessments.views import calendar, cycles, gates, plan_bulk, plan_sizes, plans, spot_checks

urlpatterns = [
    # cycles
    path("cycles/", cycles.cycle_list, name="cycle_list"),
    path("cycles/open/", cycles.open_cycle, name="cycle_open"),
    path("cycles/special/", cycles.open_special, name="cycle_special"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("cycles/<uuid:public_id>/", cycles.cycle_detail, name="cycle_detail"),
    path("cycles/<uuid:public_id>/discard/", cycles.discard_special, name="cycle_discard"),
    path("cycles/<uuid:public_id>/take-back/", cycles.take_back, name="cycle_take_back"),
    path("cycles/<uuid:public_id>/pass/", gates.pass_gate, name="cycle_pass_gate"),
    path("cycles/<uuid:public_id>/back/", gates.go_back, name="cycle_go_back"),
    path("cycles/<uuid:public_id>/group/", gates.name_group, name="cycle_group"),
    path("cycles/<uuid:public_id>/dates/", gates.set_dates, name="cycle_dates"),
    path("cycles/<uuid:public_id>/measures/", cycles.refresh_measures, name="cycle_refresh_measures"),
    # plans
    path("cycles/<uuid:public_id>/plans/", plan_bulk.cycle_plans, name="cycle_plans"),
    path("cycles/<uuid:public_id>/plans/act/", plan_bulk.act_on_plans, name="cycle_plans_act"),
    path("plans/<uuid:public_id>/", plans.plan_detail, name="plan_detail"),
    path("plans/<uuid:public_id>/complete/", plans.complete_plan, name="plan_complete"),
    path("plans/<uuid:public_id>/size/", plan_sizes.plan_size, name="plan_size"),
    path("plans/<uuid:public_id>/copy/", plans.copy_plan, name="plan_copy"),
    path("plans/<uuid:public_id>/submit/", plans.submit_plan, name="plan_submit"),
    path("plans/<uuid:public_id>/approve/", plans.approve_plan, name="plan_approve"),
    path("plans/<uuid:public_id>/return/", plans.return_plan, name="plan_return"),
    path("plans/<uuid:public_id>/take-back/", plans.take_back_plan, name="plan_take_back"),
    path("plans/<uuid:public_id>/draw/", plans.start_draw, name="plan_draw"),
    # spot checks
    path("spot-checks/", spot_checks.spot_check_list, name="spot_check_list"),
]
