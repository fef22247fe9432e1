"""The panel "Lịch sử thay đổi": alone for htmx, as a page of its own without JavaScript."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.histories import Entry

ROWS = 20


def render_history(request: HttpRequest, entries: list[Entry], *, title: str, back: str) -> HttpResponse:
    context = {"page": Paginator(entries, ROWS).get_page(request.GET.get("trang")), "title": title, "back": back}
    return render(request, "accounts/_history.html" if request.htmx else "accounts/history.html", context)
