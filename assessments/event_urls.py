"""Critical events."""

from django.urls import path

from assessments.views import events

urlpatterns = [
    path("events/", events.event_list, name="event_list"),
    path("cycles/<uuid:public_id>/report-event/", events.report_event, name="event_report"),
    path("events/<uuid:public_id>/", events.event_detail, name="event_detail"),
    path("events/<uuid:public_id>/confirm/", events.confirm_event, name="event_confirm"),
    path("events/<uuid:public_id>/dismiss/", events.dismiss_event, name="event_dismiss"),
]
