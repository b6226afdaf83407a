from django.urls import path

from foundation.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.notification_list, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("notification/<uuid:public_id>/open/", views.open_notification, name="open"),
]
