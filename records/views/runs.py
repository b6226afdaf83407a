"""Fetching an import with the right to it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from foundation.common.errors import require
from organization.models import Person
from records.models import ImportRun
from records.selectors import imports_visible_to


def run_of(request: HttpRequest, public_id, rule: Callable[[Person, ImportRun], bool] | None = None) -> ImportRun:
    """404 where the person may not see imports at all, 403 where the rule does not allow this one."""
    run = get_object_or_404(imports_visible_to(request.person), public_id=public_id)
    if rule is not None:
        require(rule, request.person, run)
    return run
