from django.urls import path

from foundation.jobs import views

app_name = "jobs"
urlpatterns = [path("job/<uuid:public_id>/progress/", views.progress, name="progress")]
