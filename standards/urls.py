from django.urls import include, path

from standards import views

app_name = "standards"
urlpatterns = [
    path("", views.standard_list, name="standard_list"),
    path("create/", views.create_from_preset, name="standard_create"),
    # one version
    path("versions/<uuid:public_id>/", views.version_detail, name="version_detail"),
    path("versions/<uuid:public_id>/approve/", views.approve, name="version_approve"),
    path("versions/<uuid:public_id>/put-in-force/", views.enforce, name="version_put_in_force"),
    path("", include("standards.study_urls")),
]
