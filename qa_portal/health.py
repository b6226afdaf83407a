"""`/healthz`: what a monitor asks, without a session and without a word about anybody."""

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from foundation.jobs.selectors import broker_answers, seconds_since_last_sweep


@never_cache
@require_GET
@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503. A silent broker or a late sweep is told, but pages still work."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database, sweep = True, seconds_since_last_sweep()
    except DatabaseError:
        database, sweep = False, None
    body = {
        "database": database,
        "broker": broker_answers(),
        "seconds_since_last_sweep": sweep,
        "free_disk_bytes": shutil.disk_usage(settings.DATA_DIR).free,
    }
    return JsonResponse(body, status=200 if database else 503)
