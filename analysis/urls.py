from django.urls import path

from analysis import views

app_name = "analysis"
urlpatterns = [
    path("unit/<uuid:public_id>/", views.unit_detail, name="unit_detail"),
    path("unit/<uuid:public_id>/export/", views.unit_export, name="unit_export"),
]
