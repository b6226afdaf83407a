"""Weights of a draft, and the studies behind them."""

from django.urls import path

from standards.views import experts, studies, weights

urlpatterns = [
    # weights of a version
    path("versions/<uuid:public_id>/weights/", weights.version_weights, name="version_weights"),
    path("versions/<uuid:public_id>/weights/proposal/", weights.weight_proposal, name="weight_proposal"),
    path("versions/<uuid:public_id>/weights/interval/", weights.weight_interval, name="weight_interval"),
    path("versions/<uuid:public_id>/studies/open/", studies.open_study, name="study_open"),
    # one study
    path("studies/<uuid:public_id>/", studies.study_detail, name="study_detail"),
    path("studies/<uuid:public_id>/change/", studies.change_study, name="study_change"),
    path("studies/<uuid:public_id>/close/", studies.close_study, name="study_close"),
    path("studies/<uuid:public_id>/call-off/", studies.call_off_study, name="study_call_off"),
    # an expert's part in it
    path("studies/<uuid:public_id>/compare/", experts.answer_study, name="study_answer"),
    path("studies/<uuid:public_id>/compare/take-back/", experts.take_back, name="study_take_back"),
    path("studies/<uuid:public_id>/compare/withdraw/", experts.withdraw, name="study_withdraw"),
    path("studies/<uuid:public_id>/compare/rejoin/", experts.rejoin, name="study_rejoin"),
]
