from django.urls import path

from appeals.views import appeals, clarification, drafts, rulings, staff, statistics, windows

app_name = "appeals"
urlpatterns = [
    # reading
    path("", appeals.appeal_list, name="appeal_list"),
    path("export/", appeals.appeal_export, name="appeal_export"),
    path("<uuid:public_id>/", appeals.appeal_detail, name="appeal_detail"),
    path("<uuid:public_id>/evidence/<uuid:evidence_id>/", appeals.evidence_file, name="evidence_file"),
    path("statistics/", statistics.show_statistics, name="statistics"),
    path("statistics/export/", statistics.export_statistics, name="statistics_export"),
    # preparing and sending
    path("sheet/<uuid:public_id>/begin/", drafts.begin_appeal, name="appeal_begin"),
    path("<uuid:public_id>/edit/", drafts.edit_appeal, name="appeal_edit"),
    path("<uuid:public_id>/evidence/", drafts.add_evidence, name="evidence_add"),
    path("<uuid:public_id>/evidence/<uuid:evidence_id>/remove/", drafts.remove_evidence, name="evidence_remove"),
    path("<uuid:public_id>/discard/", drafts.discard_appeal, name="appeal_discard"),
    path("<uuid:public_id>/submit/", drafts.submit_appeal, name="appeal_submit"),
    path("<uuid:public_id>/withdraw/", drafts.withdraw_appeal, name="appeal_withdraw"),
    # clarification
    path("<uuid:public_id>/clarify/", clarification.open_clarification, name="appeal_clarify"),
    path("<uuid:public_id>/say/", clarification.say, name="appeal_say"),
    path("<uuid:public_id>/refer/", clarification.refer_appeal, name="appeal_refer"),
    # ruling
    path("<uuid:public_id>/rule/", rulings.rule_on_appeal, name="appeal_rule"),
    path("<uuid:public_id>/consent/", rulings.consent, name="ruling_consent"),
    path("<uuid:public_id>/ruling/", rulings.show_ruling, name="ruling_print"),
    # windows
    path("terms/", windows.edit_terms, name="terms_edit"),
    path("cycle/<uuid:public_id>/window/", windows.edit_window, name="window_edit"),
    # sheets about one's own work
    path("my-sheets/", staff.staff_sheet_list, name="staff_sheet_list"),
    path("my-sheets/<uuid:public_id>/", staff.staff_sheet_detail, name="staff_sheet_detail"),
    path("my-sheets/<uuid:public_id>/say/", staff.say_word, name="staff_sheet_say"),
]
