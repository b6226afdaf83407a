from django.urls import path

from feedback.views import building, figures, invitations, lists, questionnaires, stopping, survey

app_name = "feedback"
urlpatterns = [
    # Questionnaires
    path("questionnaire/", questionnaires.questionnaire_list, name="questionnaire_list"),
    path("questionnaire/new/", questionnaires.questionnaire_create, name="questionnaire_create"),
    path("questionnaire/<uuid:public_id>/", questionnaires.questionnaire_detail, name="questionnaire_detail"),
    path("questionnaire/<uuid:public_id>/edit/", questionnaires.questionnaire_edit, name="questionnaire_edit"),
    path("questionnaire/<uuid:public_id>/preview/", questionnaires.questionnaire_preview, name="questionnaire_preview"),
    path("questionnaire/<uuid:public_id>/export/", figures.questionnaire_export, name="questionnaire_export"),
    path("questionnaire/<uuid:public_id>/figures/", figures.questionnaire_figures, name="questionnaire_figures"),
    path("questionnaire/<uuid:public_id>/answers/", figures.answers_export, name="answers_export"),
    path("questionnaire/<uuid:public_id>/open/", questionnaires.questionnaire_open, name="questionnaire_open"),
    path("questionnaire/<uuid:public_id>/close/", questionnaires.questionnaire_close, name="questionnaire_close"),
    path(
        "questionnaire/<uuid:public_id>/after-cases/", questionnaires.ask_after_cases, name="questionnaire_after_cases"
    ),
    path("questionnaire/<uuid:public_id>/copy/", questionnaires.questionnaire_copy, name="questionnaire_copy"),
    # The builder of a draft
    path("questionnaire/<uuid:public_id>/build/", building.questionnaire_build, name="questionnaire_build"),
    path("questionnaire/<uuid:public_id>/build/undo/", building.questionnaire_undo, name="questionnaire_undo"),
    path("questionnaire/<uuid:public_id>/build/new/", building.question_edit, name="question_add"),
    path("questionnaire/<uuid:public_id>/build/<slug:code>/", building.question_edit, name="question_edit"),
    path("questionnaire/<uuid:public_id>/build/<slug:code>/move/", building.question_move, name="question_move"),
    path("questionnaire/<uuid:public_id>/build/<slug:code>/remove/", building.question_remove, name="question_remove"),
    # Links
    path("questionnaire/<uuid:public_id>/links/", invitations.invitation_create, name="invitation_create"),
    path("questionnaire/<uuid:public_id>/draw/", invitations.invitation_draw, name="invitation_draw"),
    path("questionnaire/<uuid:public_id>/posters/", invitations.invitation_posters, name="invitation_posters"),
    path("questionnaire/<uuid:public_id>/response/", invitations.questionnaire_response, name="questionnaire_response"),
    path("batch/<uuid:public_id>/remind/", invitations.batch_remind, name="batch_remind"),
    path("batch/<uuid:public_id>/withdraw/", invitations.batch_withdraw, name="batch_withdraw"),
    # The lists behind the measures
    path("answer/", lists.answer_list, name="answer_list"),
    path("answer/export/", lists.answer_list_export, name="answer_list_export"),
    path("link/", lists.link_list, name="link_list"),
    path("link/export/", lists.link_list_export, name="link_list_export"),
    # Customers, without a sign-in
    path("s/<str:token>/", survey.survey, name="survey"),
    path("s/<str:token>/stop/", stopping.survey_stop, name="survey_stop"),
    path("thanks/", survey.survey_thanks, name="survey_thanks"),
]
