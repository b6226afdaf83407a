from django.urls import path

from records import views

app_name = "records"
urlpatterns = [
    # records
    path("", views.record_list, name="record_list"),
    path("export/", views.record_export, name="record_export"),
    path("record/<int:pk>/", views.record_detail, name="record_detail"),
    path("record/<int:pk>/reveal/", views.reveal_contact, name="reveal_contact"),
    # imports
    path("imports/", views.import_list, name="import_list"),
    path("imports/upload/", views.import_upload, name="import_upload"),
    path("imports/<uuid:public_id>/", views.import_detail, name="import_detail"),
    path("imports/<uuid:public_id>/columns/", views.import_columns, name="import_columns"),
    path("imports/<uuid:public_id>/reading/", views.import_reading, name="import_reading"),
    path("imports/<uuid:public_id>/start/", views.import_start, name="import_start"),
    path("imports/<uuid:public_id>/resume/", views.import_resume, name="import_resume"),
    path("imports/<uuid:public_id>/stop/", views.import_stop, name="import_stop"),
    path("imports/<uuid:public_id>/discard/", views.import_discard, name="import_discard"),
    path("imports/<uuid:public_id>/held/", views.import_settle_held, name="import_settle_held"),
    path("imports/<uuid:public_id>/progress/", views.import_progress, name="import_progress"),
    path("imports/<uuid:public_id>/rejected/", views.import_rejected_rows, name="import_rejected_rows"),
    path("imports/<uuid:public_id>/rejected.<str:form>", views.import_rejected, name="import_rejected"),
]
