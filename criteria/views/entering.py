"""Entering a pledge for somebody who cannot: choose the person, write, show the paper, send; and his answer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import attachments
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Appointment, Cadre, Right
from criteria import pledging, rules
from criteria.entering import people_to_enter, steps_of
from criteria.forms.entering import EntryAnswerForm, EntrySubmitForm, PeopleFilter
from criteria.forms.evidence import TakeDownForm
from criteria.models import PaperPhoto, Period, Pledge

ROWS = 25


@require_safe
@rights_required(Right.PLEDGE_ENTER)
def entry_list(request: HttpRequest) -> HttpResponse:
    """Whose pledge is missing in one's reach; to begin, or to go on with what one began."""
    form = PeopleFilter(request.GET)
    page = Paginator(form.apply(people_to_enter(request.user), request.user), ROWS).get_page(request.GET.get("trang"))
    template = "criteria/_entry_table.html" if request.htmx else "criteria/entry_list.html"
    return render(request, template, {"form": form, "page": page})


@require_POST
@rights_required(Right.PLEDGE_ENTER)
def entry_start(request: HttpRequest, cadre_pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=cadre_pk)
    post = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre=cadre).first()
    period = Period.objects.open_for(post).first() if post else None
    if period is None:
        messages.warning(request, "Đồng chí này không có chức vụ, hoặc kỳ rèn luyện chưa mở.")
        return redirect("criteria:entry_list")
    pledge = pledging.enter_for(cadre, period, by=request.user)
    return redirect("criteria:pledge_step", pledge.pk, "gm")


def _entered(request: HttpRequest, pk: int) -> Pledge:
    """What the user enters; one's own page is another one."""
    return get_object_or_404(Pledge.objects.for_detail().to_write(request.user).filter(entered_by=request.user), pk=pk)


@require_safe
@rights_required(Right.PLEDGE_ENTER)
def entry_review(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = _entered(request, pk)
    if not rules.can_edit(pledge):
        return redirect(pledge)
    return _review(request, pledge, EntrySubmitForm(initial={"version": pledge.version}))


def _review(request: HttpRequest, pledge: Pledge, form: EntrySubmitForm, status: int = 200) -> HttpResponse:
    steps = steps_of(pledge)
    context = {
        "pledge": pledge,
        "form": form,
        "steps": steps,
        "gaps": [advice for step in steps for advice in step["advice"]],
        "papers": list(pledge.entry.papers.all()),
        "most": pledging.MOST_PAPERS,
    }
    return render(request, "criteria/entry_review.html", context, status=status)


@require_POST
@rights_required(Right.PLEDGE_ENTER)
@submit_once
def entry_submit(request: HttpRequest, pk: int) -> HttpResponse:
    pledge, form = _entered(request, pk), EntrySubmitForm(request.POST)
    if form.is_valid():
        try:
            pledge = pledging.submit(pledge, by=request.user, version=form.cleaned_data["version"])
        except pledging.PledgeIncomplete:
            form.add_error(None, "Bản đăng ký còn thiếu nội dung. Mở bước được đánh dấu để bổ sung rồi nộp.")
        except pledging.PaperMissing:
            form.add_error(None, "Thêm ảnh bản giấy có chữ ký rồi nộp.")
        else:
            messages.success(request, f"Đã nhập hộ và nộp bản đăng ký số {pledge.number} của {pledge.cadre}.")
            return redirect(pledge)
    return _review(request, pledge, form, status=422)


@require_POST
@rights_required(Right.PLEDGE_ENTER)
def entry_paper_add(request: HttpRequest, pk: int) -> HttpResponse:
    pledge, upload = _entered(request, pk), request.FILES.get("photo")
    try:
        if upload is None:
            raise ValidationError("Chọn ảnh bản giấy rồi bấm Gửi ảnh.")
        pledging.add_paper(pledge, upload, by=request.user)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    else:
        messages.success(request, "Đã thêm ảnh bản giấy.")
    return redirect("criteria:entry_review", pk)


def _paper(request: HttpRequest, pk: int) -> PaperPhoto:
    papers = PaperPhoto.objects.visible_to(request.user).select_related("attachment", "entry__pledge")
    return get_object_or_404(papers, pk=pk)


@require_safe
@rights_required(Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
def entry_paper(request: HttpRequest, pk: int) -> HttpResponse:
    return attachments.response(_paper(request, pk).attachment)


@require_POST
@rights_required(Right.PLEDGE_ENTER)
def entry_paper_remove(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = pledging.remove_paper(_paper(request, pk), by=request.user)
    messages.success(request, "Đã bỏ ảnh.")
    return redirect("criteria:entry_review", pledge.pk)


@require_POST
@rights_required(Right.PLEDGE_ENTER, Right.PLEDGE_WRITE, Right.PLEDGE_DECIDE, Right.PERIOD_MANAGE)
def entry_paper_take_down(request: HttpRequest, pk: int) -> HttpResponse:
    paper, form = _paper(request, pk), TakeDownForm(request.POST)
    page = f"{paper.entry.pledge.get_absolute_url()}#nhap-ho"
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["reason"]))
        return redirect(page)
    pledging.take_down_paper(paper, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Đã gỡ ảnh bản giấy.")
    return redirect(page)


@require_POST
@rights_required(Right.PLEDGE_WRITE)
@submit_once
def entry_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The person confirms what was sent in his name, or objects."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user), pk=pk)
    form = EntryAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
        return redirect(f"{pledge.get_absolute_url()}#nhap-ho")
    if form.cleaned_data["answer"] == "confirmed":
        pledging.confirm(pledge, by=request.user)
        messages.success(request, "Đã xác nhận bản đăng ký.")
        return redirect(pledge)
    pledging.object_to(pledge, by=request.user, words=form.cleaned_data["objection"])
    messages.success(request, "Đã ghi ý kiến. Bản đăng ký trở lại bản nháp; đồng chí sửa được ngay.")
    return redirect("criteria:pledge_step", pk, "gm")
