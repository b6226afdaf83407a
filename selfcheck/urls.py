from django.urls import path

from selfcheck.views import checks, comparison, filling, log

app_name = "selfcheck"
urlpatterns = [
    # asked of units
    path("check/", checks.check_list, name="check_list"),
    path("check/ask/", checks.ask, name="check_ask"),
    path("check/<uuid:public_id>/", checks.check_detail, name="check_detail"),
    path("check/<uuid:public_id>/withdraw/", checks.withdraw, name="check_withdraw"),
    path("check/<uuid:public_id>/export/", comparison.unit_export, name="check_export"),
    # filled in by them
    path("check/<uuid:public_id>/fill/", filling.fill_in, name="check_fill"),
    path("check/<uuid:public_id>/save/", filling.save, name="check_save"),
    path("check/<uuid:public_id>/submit/", filling.submit, name="check_submit"),
    # against what was inspected
    path("comparison/", comparison.overview, name="comparison"),
    path("comparison/export/", comparison.export, name="comparison_export"),
    # the log
    path("log/", log.log_list, name="log_list"),
    path("log/export/", log.log_export, name="log_export"),
    path("log/add/", log.add_entry, name="entry_add"),
    path("log/<uuid:public_id>/", log.entry_detail, name="entry_detail"),
    path("log/<uuid:public_id>/correct/", log.correct_entry, name="entry_correct"),
    path("log/<uuid:public_id>/file/", log.add_file, name="file_add"),
    path("log/<uuid:public_id>/file/<uuid:file_id>/", log.show_file, name="file_show"),
    path("log/<uuid:public_id>/file/<uuid:file_id>/small/", log.show_thumbnail, name="file_small"),
    path("log/<uuid:public_id>/file/<uuid:file_id>/take-off/", log.take_off, name="file_remove"),
]
