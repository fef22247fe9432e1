from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit, running
from accounts.models import Run


@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(Run.objects.visible_to(request.user), 25).get_page(request.GET.get("trang"))
    return render(request, "accounts/run_list.html", {"page": page})


@require_safe
def run_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One run; htmx asks for the fragment alone every few seconds until it is finished."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    return render(request, "accounts/_run.html" if request.htmx else "accounts/run_detail.html", {"run": run})


@require_POST
def run_stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    running.stop(run)
    return redirect("accounts:run_detail", pk=run.pk)


@require_POST
def run_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    again = running.start_again(run, by=request.user)
    return redirect("accounts:run_detail", pk=again.pk)


@require_safe
def run_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file of a finished run, for the person who asked for it; the download is audited."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk, state=Run.State.DONE)
    path = Path(settings.MEDIA_ROOT) / run.file
    if not run.file or not path.is_file():
        raise Http404
    audit.record("run.downloaded", run, by=request.user, after={"kind": run.kind, "rows": run.total_rows})
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
