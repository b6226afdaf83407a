from django.urls import path

from suggestions.views import acts, board, box, surveys

app_name = "suggestions"
ONE = "<uuid:public_id>/"
urlpatterns = [
    path("", board.suggestion_list, name="suggestion_list"),
    path("statistics/", board.statistics, name="statistics"),
    path("export/", board.export, name="suggestion_export"),
    # the box
    path("new/", box.send, name="suggestion_new"),
    path("code/", box.by_code, name="by_code"),
    path("code/again/", box.write_again, name="write_again"),
    # the month's survey
    path("survey/", surveys.survey_list, name="survey_list"),
    path("survey/" + ONE, surveys.survey_detail, name="survey_detail"),
    path("survey/" + ONE + "code/", surveys.take_code, name="survey_code"),
    path("survey/" + ONE + "answer/", surveys.answer, name="survey_answer"),
    # one suggestion
    path(ONE, board.suggestion_detail, name="suggestion_detail"),
    path(ONE + "support/", acts.support, name="suggestion_support"),
    path(ONE + "look/", acts.look_at, name="suggestion_look"),
    path(ONE + "say/", acts.say, name="suggestion_say"),
    *(path(ONE + f"{name}/", acts.act, {"name": name}, name=f"suggestion_{name}") for name in acts.PAGES),
]
