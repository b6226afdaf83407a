from django.urls import path

from analysis import entered_views, targets_views, views, whatif_views

app_name = "analysis"
urlpatterns = [
    path("own/", views.own_results, name="own_results"),
    path("unit/<uuid:public_id>/", views.unit_detail, name="unit_detail"),
    path("unit/<uuid:public_id>/export/", views.unit_export, name="unit_export"),
    path("targets/", targets_views.targets, name="targets"),
    path("targets/export/", targets_views.targets_export, name="targets_export"),
    path("targets/<uuid:public_id>/<str:code>/", entered_views.entered_figure, name="entered_figure"),
    path("what-if/<uuid:public_id>/", whatif_views.what_if_page, name="what_if"),
    path("what-if/<uuid:public_id>/export/", whatif_views.what_if_export, name="what_if_export"),
]
