from django.urls import path

from calibration.views import agreement, agreement_export, policy, qualification, reference, scoring, sessions, todos

app_name = "calibration"
urlpatterns = [
    # sessions
    path("session/", sessions.session_list, name="session_list"),
    path("session/open/", sessions.open_session, name="session_open"),
    path("session/<uuid:public_id>/", sessions.session_detail, name="session_detail"),
    path("session/<uuid:public_id>/export/", sessions.session_export, name="session_export"),
    path("session/<uuid:public_id>/attachment/", sessions.session_attachment, name="session_attachment"),
    path("session/<uuid:public_id>/end/", sessions.end_scoring, name="session_end"),
    # what is agreed
    path("session/<uuid:public_id>/meeting/", reference.record_meeting, name="meeting_record"),
    path("session/<uuid:public_id>/agree/", reference.adopt_unanimous, name="reference_adopt"),
    path("session/<uuid:public_id>/agree/<str:code>/", reference.agree_mark, name="reference_agree"),
    path("session/<uuid:public_id>/close/", reference.close_session, name="session_close"),
    # scoring blind
    path("sheet/<uuid:public_id>/", scoring.sheet_detail, name="sheet_detail"),
    path("sheet/<uuid:public_id>/score/", scoring.score_sheet, name="sheet_score"),
    path("sheet/<uuid:public_id>/save/", scoring.save_sheet, name="sheet_save"),
    path("sheet/<uuid:public_id>/submit/", scoring.submit_sheet, name="sheet_submit"),
    # agreement
    path("agreement/", agreement.overview, name="agreement"),
    path("agreement/mine/", agreement.own_agreement, name="my_agreement"),
    path("agreement/indicator/<str:code>/", agreement.indicator_agreement, name="agreement_indicator"),
    path("agreement/export/", agreement_export.overview_export, name="agreement_export"),
    path("agreement/mine/export/", agreement_export.own_export, name="my_agreement_export"),
    path(
        "agreement/indicator/<str:code>/export/", agreement_export.indicator_export, name="agreement_indicator_export"
    ),
    # what is to be calibrated again
    path("todo/", todos.todo_list, name="todo_list"),
    path("todo/<uuid:public_id>/", todos.todo_detail, name="todo_detail"),
    path("todo/<uuid:public_id>/dismiss/", todos.dismiss_todo, name="todo_dismiss"),
    # qualification
    path("qualification/", qualification.attempt_list, name="attempt_list"),
    path("qualification/give/", qualification.give_attempt, name="attempt_give"),
    path("qualification/<uuid:public_id>/", qualification.attempt_detail, name="attempt_detail"),
    path("qualification/<uuid:public_id>/withdraw/", qualification.withdraw_attempt, name="attempt_withdraw"),
    # rules
    path("rules/", policy.policy_list, name="policy_list"),
    path("rules/organization/", policy.edit_policy, name="policy_general"),
    path("rules/<str:code>/", policy.edit_policy, name="policy_edit"),
]
