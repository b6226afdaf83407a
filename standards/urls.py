from django.urls import include, path

from standards.views import comparing, deciding, editing, indicators, making, pilots, printing, reading, workbooks

app_name = "standards"
VERSION = "versions/<uuid:public_id>/"
urlpatterns = [
    path("", reading.standard_list, name="standard_list"),
    path("create/", making.create_standard, name="standard_create"),
    path("create/workbook/", workbooks.make_from_workbook, name="standard_workbook"),
    path("create/workbook/empty/", workbooks.download_empty, name="standard_workbook_empty"),
    # one version
    path(VERSION, reading.version_detail, name="version_detail"),
    path(VERSION + "compare/", comparing.compare_versions, name="version_compare"),
    path(VERSION + "submit/", deciding.submit, name="version_submit"),
    path(VERSION + "return/", deciding.return_version, name="version_return"),
    path(VERSION + "take-back/", deciding.take_back, name="version_take_back"),
    path(VERSION + "approve/", deciding.approve, name="version_approve"),
    path(VERSION + "put-in-force/", deciding.enforce, name="version_put_in_force"),
    path(VERSION + "retire/", deciding.retire, name="version_retire"),
    path(VERSION + "next/", making.create_next, name="version_next"),
    path(VERSION + "discard/", making.discard, name="version_discard"),
    path(VERSION + "pilot/", pilots.start, name="pilot_start"),
    path(VERSION + "pilot-report/", pilots.report, name="pilot_report"),
    # on paper and as a workbook
    path(VERSION + "print/", printing.print_version, name="version_print"),
    path(VERSION + "pdf/", printing.version_pdf, name="version_pdf"),
    path(VERSION + "workbook/", workbooks.download, name="version_workbook"),
    path(VERSION + "workbook/import/", workbooks.bring_in, name="version_workbook_import"),
    path(VERSION + "workbook/confirm/", workbooks.confirm, name="version_workbook_confirm"),
    # the editor of a draft
    path(VERSION + "edit/", editing.edit, name="version_edit"),
    path(VERSION + "settings/", editing.settings, name="version_settings"),
    path(VERSION + "scope/", editing.scope, name="version_scope"),
    path(VERSION + "targets/", editing.targets, name="version_targets"),
    path(VERSION + "dimension/", editing.dimension, name="dimension_add"),
    path(VERSION + "dimension/<str:code>/", editing.dimension, name="dimension_edit"),
    path(VERSION + "dimension/<str:code>/remove/", editing.remove_dimension, name="dimension_remove"),
    path(VERSION + "dimension/<str:code>/move/", editing.move_dimension, name="dimension_move"),
    path(VERSION + "indicator/", indicators.indicator, name="indicator_add"),
    path(VERSION + "indicator/<str:code>/", indicators.indicator, name="indicator_edit"),
    path(VERSION + "indicator/<str:code>/remove/", indicators.remove_indicator, name="indicator_remove"),
    path(VERSION + "indicator/<str:code>/move/", indicators.move_indicator, name="indicator_move"),
    path("", include("standards.study_urls")),
]
