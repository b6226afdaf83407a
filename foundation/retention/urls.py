from django.urls import path

from foundation.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.kept, name="kept"),
    path("<slug:room>.<slug:what>/", views.term_set, name="term_set"),
]
