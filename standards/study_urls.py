"""Weights of a draft, and the studies behind them."""

from django.urls import path

from standards import comparison_views, study_views, weight_views

urlpatterns = [
    # weights of a version
    path("versions/<uuid:public_id>/weights/", weight_views.version_weights, name="version_weights"),
    path("versions/<uuid:public_id>/weights/proposal/", weight_views.weight_proposal, name="weight_proposal"),
    path("versions/<uuid:public_id>/weights/interval/", weight_views.weight_interval, name="weight_interval"),
    path("versions/<uuid:public_id>/studies/open/", study_views.open_study, name="study_open"),
    # one study
    path("studies/<uuid:public_id>/", study_views.study_detail, name="study_detail"),
    path("studies/<uuid:public_id>/change/", study_views.change_study, name="study_change"),
    path("studies/<uuid:public_id>/close/", study_views.close_study, name="study_close"),
    path("studies/<uuid:public_id>/call-off/", study_views.call_off_study, name="study_call_off"),
    # an expert's part in it
    path("studies/<uuid:public_id>/compare/", comparison_views.answer_study, name="study_answer"),
    path("studies/<uuid:public_id>/compare/take-back/", comparison_views.take_back, name="study_take_back"),
    path("studies/<uuid:public_id>/compare/withdraw/", comparison_views.withdraw, name="study_withdraw"),
    path("studies/<uuid:public_id>/compare/rejoin/", comparison_views.rejoin, name="study_rejoin"),
]
