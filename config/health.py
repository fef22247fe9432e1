"""For the process manager: is the process alive, can it do its work."""

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

LEAST_DISK = 1 << 30  # bytes


@require_safe
@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has all our tables, and files have room; else 503 and one word why."""
    lack = _lack()
    return HttpResponse(lack or "ok", status=503 if lack else 200, content_type="text/plain")


def _lack() -> str:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return "database"
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "migrations"
    return "disk" if shutil.disk_usage(settings.DATA_DIR).free < LEAST_DISK else ""
