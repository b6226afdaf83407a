from django.urls import path

from publication import views

app_name = "publication"
urlpatterns = [
    path("publication/", views.publication_list, name="publication_list"),
    path("publication/draft/", views.draft_publication, name="publication_draft"),
    path("publication/<uuid:public_id>/", views.publication_detail, name="publication_detail"),
    path("publication/<uuid:public_id>/edit/", views.edit_publication, name="publication_edit"),
    path("publication/<uuid:public_id>/propose/", views.propose_publication, name="publication_propose"),
    path("publication/<uuid:public_id>/discard/", views.discard_publication, name="publication_discard"),
    path("publication/<uuid:public_id>/approve/", views.approve_publication, name="publication_approve"),
    path("publication/<uuid:public_id>/return/", views.return_publication, name="publication_return"),
    path("publication/<uuid:public_id>/acknowledge/", views.acknowledge, name="publication_acknowledge"),
    path("publication/<uuid:public_id>/verify/", views.verify_publication, name="publication_verify"),
    path("publication/<uuid:public_id>/download/", views.download, name="publication_download"),
]
