from django.urls import path

from analysis import views

app_name = "analysis"
urlpatterns = [
    path("own/", views.own_results, name="own_results"),
    path("unit/<uuid:public_id>/", views.unit_detail, name="unit_detail"),
    path("unit/<uuid:public_id>/export/", views.unit_export, name="unit_export"),
]
