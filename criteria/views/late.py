"""Who is missing: the list, a call, a reminder to one or to all of the list, and the log of reminders."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import running
from accounts.models import User
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Appointment, Remark, Right, Unit, place_of
from criteria import reminding, rules
from criteria.deadlines import Due
from criteria.filters import LateFilter
from criteria.forms.calling import CallForm
from criteria.lateness import OVERDUE, STATES, Owes, count_states, in_charge_of, overdue, to_remind, with_dues
from criteria.models import Contact, DutyReminder, Period
from criteria.tasks import REMIND

ROWS = 25
TOLD = {
    reminding.Channel.MAIL: "Đã nhắc đồng chí {}: thông báo trên Cổng và e-mail.",
    reminding.Channel.NOTICE: "Đã nhắc đồng chí {}: thông báo trên Cổng.",
}


@dataclass(frozen=True)
class Line:
    """One person of the list, with what is known about getting hold of them."""

    post: Appointment
    due: Due
    days_late: int
    text: str
    contact: Contact | None
    remark: Remark | None
    reminded_on: date | None
    is_oneself: bool

    @property
    def chip_state(self) -> str:
        return "away" if self.post.is_away else self.post.pledge_state or "none"

    @property
    def late_words(self) -> str:
        return f"Quá hạn {self.days_late} ngày"

    @property
    def is_reachable(self) -> bool:
        return self.post.cadre.user is not None and self.post.cadre.user.is_active

    @property
    def can_be_reminded(self) -> bool:
        return self.chip_state in {"none", "draft", "returned"} and not self.is_oneself


@require_safe
@rights_required(Right.PLEDGE_REMIND)
def late_list(request: HttpRequest) -> HttpResponse:
    period = _period(request.GET.get("ky", ""))
    if period is None:
        return render(request, "criteria/late_list.html", {"period": None})
    filters = LateFilter(request.GET, user=request.user, period=period)
    context = _list(request, filters)
    template = "criteria/_late_table.html" if request.htmx else "criteria/late_list.html"
    return render(request, template, context)


def _period(asked: str) -> Period | None:
    """The open year that is asked for, else the newest."""
    periods = Period.objects.open().select_related("pledge_policy").order_by("-year", "profile")
    return (periods.filter(pk=asked).first() if asked.isdecimal() else None) or periods.first()


def _list(request: HttpRequest, filters: LateFilter) -> dict[str, Any]:
    period, today, everybody = filters.period, timezone.localdate(), filters.in_unit()
    late = overdue(everybody, period, today)
    counts = count_states(everybody)
    related = ("cadre__user", "unit", "position")
    posts = filters.listed(late).select_related(*related).annotate(place=place_of())
    page = Paginator(posts, ROWS).get_page(request.GET.get("trang"))
    page.object_list = _lines(list(page.object_list), period, request.user)
    missing, returned = counts["chua"] + counts["nhap"], counts["tra-lai"]
    words = rules.group_text(_name_of(filters), missing, period.pledge_due_on, returned)
    states = [(word, label, counts[word], filters.url(trang_thai=word)) for word, (label, _) in STATES.items()]
    if late is not None:
        states.insert(4, (OVERDUE, "Quá hạn", len(late), filters.url(trang_thai=OVERDUE)))
    url = f"{settings.PUBLIC_URL}{reverse('criteria:pledge_mine')}"
    return {
        "period": period,
        "periods": Period.objects.open(),
        "form": filters,
        "page": page,
        "states": states,
        "all_url": filters.url(trang_thai=""),
        "missing": missing + returned,
        "to_remind": to_remind(filters.listed(late)).exclude(cadre__user=request.user).count(),
        "is_too_many": late is None,
        "group_text": f"{words} Vào Cổng để làm: {url}",
    }


def _name_of(filters: LateFilter) -> str:
    """Of which unit the group text speaks: the one that is asked for, else the highest in reach."""
    words = filters.chosen.get("don_vi")
    units = Unit.objects.visible_to(filters.user)
    found = units.matching(words) if words else units.tops_of(filters.user, Right.PLEDGE_REMIND)
    first = found.order_by("path").first()
    return first.name if first else "Đơn vị"


def _lines(posts: list[Appointment], period: Period, user: User) -> list[Line]:
    today, ids = timezone.localdate(), [post.cadre_id for post in posts]
    contacts = Contact.objects.visible_to(user).last_calls(ids, period)
    reminded = DutyReminder.objects.last_days(ids, period)
    remarks = {remark.cadre_id: remark for remark in Remark.objects.filter(cadre__in=ids, cleared_at=None)}
    url = f"{settings.PUBLIC_URL}{reverse('criteria:pledge_mine')}"
    return [
        Line(
            post=post,
            due=due,
            days_late=(today - due.on).days,
            text=f"{reminding.text_for(post, Owes.of(post, due), period, today)} Vào Cổng: {url}",
            contact=contacts.get(post.cadre_id),
            remark=remarks.get(post.cadre_id),
            reminded_on=reminded.get(post.cadre_id),
            is_oneself=post.cadre.user_id == user.pk,
        )
        for post, due in with_dues(posts, period)
    ]


def _post(request: HttpRequest, pk: int) -> Appointment:
    posts = in_charge_of(request.user).select_related("cadre__user", "unit", "position")
    return get_object_or_404(posts, pk=pk)


def _back(request: HttpRequest, post: Appointment) -> HttpResponse:
    """To the list as it was filtered; its own address only."""
    query = request.POST.get("loc", "")
    return redirect(f"{reverse('criteria:late_list')}{f'?{query}' if query else ''}#nguoi-{post.pk}")


@require_POST
@rights_required(Right.PLEDGE_REMIND)
def late_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: a notice, and a mail where there is an address; once a day."""
    post = _post(request, pk)
    period = Period.objects.open_for(post).select_related("pledge_policy").first()
    try:
        channel = reminding.remind(post, period, by=request.user) if period else None
    except reminding.NothingOwed:
        messages.info(request, f"Đồng chí {post.cadre} không còn phải nhắc: đã nộp, hoặc đang nghỉ.")
        return _back(request, post)
    if channel is None:
        messages.info(request, f"Đồng chí {post.cadre} đã được nhắc hôm nay. Nhắc lại được từ ngày mai.")
    elif channel in TOLD:
        messages.success(request, TOLD[channel].format(post.cadre))
    else:
        messages.warning(request, f"Đồng chí {post.cadre} chưa có tài khoản. Gọi điện hoặc gửi lời nhắc qua Zalo.")
    return _back(request, post)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_REMIND)
@submit_once
def late_call(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a call, and the calls before."""
    post = _post(request, pk)
    period = Period.objects.open_for(post).first()
    if period is None:
        messages.info(request, "Chưa có kỳ nào đang mở cho đồng chí ấy.")
        return redirect("criteria:late_list")
    form = CallForm(request.POST or None, period=period)
    if request.method == "POST" and form.is_valid():
        noted = reminding.note_call(post, period, by=request.user, **form.cleaned_data)
        messages.success(request, f"Đã ghi: {post.cadre}, {str(noted).lower()}.")
        return _back(request, post)
    calls = Contact.objects.visible_to(request.user).filter(cadre=post.cadre).select_related("by", "period")
    context = {"post": post, "period": period, "form": form, "calls": calls[:20]}
    return render(request, "criteria/late_call.html", context, status=422 if form.errors else 200)


@require_POST
@rights_required(Right.PLEDGE_REMIND)
@submit_once
def late_bulk(request: HttpRequest) -> HttpResponse:
    """Remind everybody of the list: a run, which says how many it reached."""
    period = _period(request.POST.get("ky", ""))
    if period is None:
        messages.warning(request, "Chưa có kỳ nào đang mở.")
        return redirect("criteria:late_list")
    filters = LateFilter(request.POST, user=request.user, period=period)
    parameters = {name: filters.chosen.get(name, "") for name in filters.fields} | {"ky": period.pk}
    run = running.start(REMIND.code, by=request.user, parameters=parameters)
    return redirect("accounts:run_detail", pk=run.pk)


@require_safe
@rights_required(Right.PLEDGE_REMIND)
def reminder_log(request: HttpRequest) -> HttpResponse:
    """Every step: when, which, how many, by which channel, how many without one."""
    rows = DutyReminder.objects.visible_to(request.user).order_by()
    steps = rows.values("on", "reason", "step", "period__name").annotate(
        total=Count("pk"), **{way: Count("pk", filter=Q(channel=way)) for way in DutyReminder.Channel.values}
    )
    page = Paginator(steps.order_by("-on", "reason", "step"), ROWS).get_page(request.GET.get("trang"))
    page.object_list = [
        step | {"step": rules.step_words(step["step"]), "reason": DutyReminder.Reason(step["reason"]).label}
        for step in page.object_list
    ]
    return render(request, "criteria/reminder_log.html", {"page": page})
