from django.urls import path

from foundation.workdays import views

app_name = "workdays"
urlpatterns = [
    path("", views.this_year, name="this_year"),
    path("day-note/", views.day_note, name="day_note"),
    path("<int:year>/", views.year_detail, name="year_detail"),
    path("<int:year>/enter/<slug:kind>/", views.enter_days, name="days_enter"),
]
