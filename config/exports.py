"""Taking a list along: how many rows it has, why when it names many people, then a run that makes the file."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.workbooks import exporting
from cadres.workbooks.exporting import MANY, Ask, Listing
from config.lists import LISTINGS
from config.tasks import EXPORT

FORMATS = [("xlsx", "Excel (.xlsx)"), ("csv", "CSV, cho phần mềm khác")]
RIGHTS = tuple(dict.fromkeys(listing.right for listing in LISTINGS.values()))


class ExportForm(forms.Form):
    """In which form, and why when the list names many people."""

    format = forms.ChoiceField(label="Kiểu tệp", choices=FORMATS, initial="xlsx", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Lý do xuất danh sách",
        required=False,
        max_length=300,
        help_text=f"Bắt buộc khi danh sách có trên {MANY} người. Ví dụ “Họp Ban Thường vụ ngày 15/12”.",
    )

    def __init__(self, *args: Any, people: int, left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.left = people, left

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.left:
            self.add_error(None, f"Hôm nay đồng chí đã xuất {exporting.A_DAY} danh sách. Xuất tiếp vào ngày mai.")
        elif self.people > MANY and not data.get("reason", "").strip():
            self.add_error("reason", f"Danh sách có trên {MANY} người. Ghi lý do xuất danh sách.")
        return data


@require_http_methods(["GET", "POST"])
@rights_required(*RIGHTS)
@submit_once
def export_new(request: HttpRequest, code: str) -> HttpResponse:
    """The address carries the filters of the list as it was on the screen."""
    listing, ask = _listing(request, code), Ask(request.user, exporting.query_of(request.GET.urlencode()))
    rows = exporting.rows_of(listing, ask)
    people, left = exporting.people_in(listing, rows), exporting.left_today(request.user, EXPORT.code)
    form = ExportForm(request.POST or None, people=people, left=left)
    if request.method == "POST" and form.is_valid():
        run = exporting.start(listing, ask, by=request.user, kind=EXPORT.code, **form.cleaned_data)
        return redirect("accounts:run_detail", pk=run.pk)
    count = rows.count()
    context = {
        "form": form,
        "title": listing.title_of(ask),
        "count": count,
        "hidden": listing.rows(ask).count() - count,
        "people": people,
        "many": MANY,
        "left": left,
        "back": _page(listing, ask),
    }
    return render(request, "portal/export.html", context)


def _listing(request: HttpRequest, code: str) -> Listing:
    if code not in LISTINGS:
        raise Http404
    if not exporting.may_export(request.user, LISTINGS[code]):
        raise PermissionDenied("Vai trò của đồng chí không xuất được danh sách này.")
    return LISTINGS[code]


def _page(listing: Listing, ask: Ask) -> str:
    """Back to the list as it was."""
    arguments = [ask.query["so"]] if "so" in ask.query else []
    return f"{reverse(listing.page, args=arguments)}?{ask.query.urlencode()}"
