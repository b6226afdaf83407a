from django.urls import path

from decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.decision_list, name="decision_list"),
    path("<uuid:public_id>/", views.decision_detail, name="decision_detail"),
    path("<uuid:public_id>/vote/", views.vote, name="vote"),
    path("<uuid:public_id>/withdraw/", views.withdraw, name="withdraw"),
]
