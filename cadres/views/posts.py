"""Appointing, transferring, ending and correcting posts; who may do what is in cadres/post_rules.py."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.submit_keys import submit_once
from cadres import post_rules, posting
from cadres.access import rights_required
from cadres.forms.posts import CorrectForm, LeaveForm, MainForm, NewPostForm, PersonForm
from cadres.models import Appointment, Cadre, Right, Unit, within_reach
from cadres.models.units import UnitQuerySet
from cadres.posting import AlreadyKnown, PostRefused
from cadres.views.steps import ask_unit, confirm_page, form_page, is_confirmed


def editable_post(request: HttpRequest, pk: int) -> Appointment:
    """A post of a unit whose list the user keeps; 403 when it is kept above, or one's own."""
    posts = Appointment.objects.filter(within_reach(request.user, Right.PEOPLE_EDIT, cadre=None))
    post = get_object_or_404(posts.in_posts().select_related("cadre__user"), pk=pk)
    if why := post_rules.refusal(request.user, post.cadre, post.position, post.unit):
        raise PermissionDenied(why)
    return post


def _kept(request: HttpRequest) -> UnitQuerySet:
    return Unit.objects.where(request.user, Right.PEOPLE_EDIT).valid_on(timezone.localdate())


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
@submit_once
def cadre_new(request: HttpRequest) -> HttpResponse:
    """A person by hand, with the first post; people like this one are shown before."""
    unit, asked = ask_unit(request, _kept(request), title="Thêm cán bộ", back="")
    if asked:
        return asked
    person = PersonForm(request.POST or None)
    post = NewPostForm(request.POST or None, user=request.user, cadre=Cadre(), unit=unit)
    known: list[Cadre] = []
    if request.method == "POST" and person.is_valid() and post.is_valid():
        is_other = person.cleaned_data["is_somebody_else"]
        try:
            cadre = posting.register(person.person, unit, post.draft, by=request.user, is_somebody_else=is_other)
        except AlreadyKnown as found:
            known = found.cadres
        except PostRefused as refused:
            post.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã thêm đồng chí {cadre}.")
            return redirect(cadre)
    seen = Cadre.objects.visible_to(request.user).filter(pk__in=[cadre.pk for cadre in known])
    context = {"person": person, "post": post, "unit": unit, "known": known, "seen": set(seen)}
    return render(request, "cadres/cadre_new.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
@submit_once
def post_new(request: HttpRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).select_related("user"), pk=pk)
    if cadre.user_id == request.user.pk:
        raise PermissionDenied(post_rules.NOT_ONESELF)
    unit, asked = ask_unit(request, _kept(request), title=f"Bổ nhiệm {cadre}", back=cadre.get_absolute_url())
    if asked:
        return asked
    form = NewPostForm(request.POST or None, user=request.user, cadre=cadre, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            posting.appoint(cadre, unit, form.draft, by=request.user)
        except PostRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã ghi chức vụ mới của đồng chí {cadre}.")
            return redirect(cadre)
    lead = "Người được bổ nhiệm và Bí thư đơn vị nhận được thông báo."
    return form_page(request, form, cadre, title=f"Bổ nhiệm tại {unit}", lead=lead, action="Ghi bổ nhiệm", unit=unit)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def post_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """For what was entered wrongly; a real change of post is a transfer."""
    post = editable_post(request, pk)
    if "chon" in request.GET:
        return ask_unit(request, _kept(request), title=f"Sửa chức vụ {post}", back=post.cadre.get_absolute_url())[1]
    unit = _kept(request).filter(pk=_number(request, "don_vi")).first() or post.unit
    initial = CorrectForm.initial_of(post)
    form = CorrectForm(request.POST or None, user=request.user, cadre=post.cadre, unit=unit, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            posting.correct(post, unit, form.draft, by=request.user, version=form.cleaned_data["version"])
        except PostRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã sửa chức vụ.")
            return _back_to(request, post.cadre, unit)
    lead = "Chỉ dùng khi ghi nhầm. Nếu cán bộ đổi chức vụ thật, dùng Điều chuyển để giữ lại quá trình công tác."
    title = f"Sửa chức vụ {post.position}, {unit}"
    return form_page(request, form, post.cadre, title=title, lead=lead, action="Lưu", unit=unit, picks_unit=True)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def post_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End one or several posts, after a page that tells what follows."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).editable_by(request.user), pk=pk)
    current = Appointment.objects.to_come(timezone.localdate()).filter(cadre=cadre).in_posts()
    posts = [p for p in current.select_related("cadre__user") if post_rules.may_change(request.user, p)]
    if not posts:
        raise PermissionDenied(post_rules.KEPT_ABOVE)
    chosen = [f"{p.pk}.{p.version}" for p in posts if str(p.pk) == request.GET.get("chuc_vu") or len(posts) == 1]
    form = LeaveForm(request.POST or None, posts=posts, initial={"posts": chosen, "last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        if not is_confirmed(request):
            return _confirm_leave(request, cadre, form)
        given = form.cleaned_data
        said = {"last_day": given["last_day"], "reason": given["reason"], "note": given["note"]}
        try:
            posting.leave(cadre, form.ending, by=request.user, **said)
        except PostRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã ghi đồng chí {cadre} thôi giữ chức vụ.")
            return _back_to(request, cadre, posts[0].unit)
    lead = "Quá trình công tác được giữ. Hồ sơ đã duyệt vẫn ở đơn vị cũ."
    return form_page(request, form, cadre, title=f"{cadre} thôi giữ chức vụ", lead=lead, action="Tiếp tục")


def _back_to(request: HttpRequest, cadre: Cadre, unit: Unit) -> HttpResponse:
    """To the person, or to the unit when he has left all that the user sees."""
    is_seen = Cadre.objects.visible_to(request.user).filter(pk=cadre.pk).exists()
    return redirect(cadre if is_seen else unit)


def _confirm_leave(request: HttpRequest, cadre: Cadre, form: LeaveForm) -> HttpResponse:
    ended, last_day = [post for post, _ in form.ending], form.cleaned_data["last_day"]
    follower = posting.successor(cadre, ended, last_day)
    rows: list[tuple[str, Any]] = [
        ("Thôi giữ", ", ".join(str(post) for post in ended)),
        ("Ngày cuối", last_day),
        ("Lý do", Appointment.EndReason(form.cleaned_data["reason"]).label),
        ("Chức vụ chính sau đó", follower or "Không còn"),
    ]
    title = f"Xác nhận: {cadre} thôi giữ chức vụ"
    return confirm_page(
        request, form, cadre, title=title, rows=rows, action="Xác nhận thôi giữ", keeps_post=follower is not None
    )


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def post_main(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which of several posts is the main one."""
    post = editable_post(request, pk)
    initial = {"on": timezone.localdate(), "version": post.version}
    form = MainForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            posting.make_main(post, by=request.user, **form.cleaned_data)
        except PostRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Chức vụ chính của đồng chí {post.cadre} là {post}.")
            return redirect(post.cadre)
    lead = "Cán bộ tính một lần, ở chức vụ chính. Chức vụ chính cũ vẫn giữ, thành kiêm nhiệm."
    return form_page(request, form, post.cadre, title=f"Chức vụ chính: {post}", lead=lead, action="Đổi chức vụ chính")


def _number(request: HttpRequest, name: str) -> int:
    """A number out of a form or an address; 0 when it is none."""
    text = request.POST.get(name) or request.GET.get(name) or ""
    return int(text) if text.isdecimal() else 0
