from django.urls import include, path

from connections.api.site import urls as api_urls
from foundation.accounts.views import set_language
from qa_portal.health import health

handler400 = "foundation.common.views.bad_request"
handler403 = "foundation.common.views.forbidden"
handler404 = "foundation.common.views.not_found"
handler500 = "foundation.common.views.server_error"

urlpatterns = [
    path("healthz", health, name="health"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("accounts/", include("foundation.accounts.urls")),
    path("workdays/", include("foundation.workdays.urls")),
    path("retention/", include("foundation.retention.urls")),
    path("jobs/", include("foundation.jobs.urls")),
    path("notifications/", include("foundation.notifications.urls")),
    path("audit/", include("foundation.audit.urls")),
    path("organization/", include("organization.urls")),
    path("decisions/", include("decisions.urls")),
    path("records/", include("records.urls")),
    path("standards/", include("standards.urls")),
    path("sampling/", include("sampling.urls")),
    path("assessments/", include("assessments.urls")),
    path("feedback/", include("feedback.urls")),
    path("appeals/", include("appeals.urls")),
    path("analysis/", include("analysis.urls")),
    path("calibration/", include("calibration.urls")),
    path("self-check/", include("selfcheck.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("suggestions/", include("suggestions.urls")),
    path("tickets/", include("tickets.urls")),
    path("connections/", include("connections.urls")),
    path("api/v1/", api_urls()),
    path("rectification/", include("rectification.urls")),
    path("publication/", include("publication.urls")),
    path("", include("dashboard.urls")),
]
