"""Leave: maternity, illness, study. Who is away owes nothing, and has time again after coming back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.submit_keys import submit_once
from cadres import excusing, post_rules
from cadres.access import rights_required
from cadres.excusing import ExcuseRefused
from cadres.forms.posts import ExemptionForm, RemarkForm, ReturnForm, VersionForm
from cadres.models import Cadre, Exemption, Remark, Right
from cadres.views.steps import confirm_page, form_page

LEAD = "Trong thời gian này cán bộ không phải nộp gì, không bị nhắc, và được ghi lý do trong các danh sách."


def _editable(request: HttpRequest, pk: int) -> Cadre:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).editable_by(request.user), pk=pk)
    unit = excusing.unit_of(cadre)
    if unit is None or not post_rules.may_excuse(request.user, cadre, unit):
        raise PermissionDenied(excusing.NOT_YOURS)
    return cadre


def _exemption(request: HttpRequest, pk: int) -> Exemption:
    cadres = Cadre.objects.visible_to(request.user).editable_by(request.user)
    excuse = get_object_or_404(Exemption.objects.filter(cadre__in=cadres), pk=pk)
    excuse.cadre = _editable(request, excuse.cadre_id)
    return excuse


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
@submit_once
def exemption_new(request: HttpRequest, pk: int) -> HttpResponse:
    cadre = _editable(request, pk)
    form = ExemptionForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            excusing.grant(cadre, by=request.user, **form.excuse)
        except ExcuseRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã ghi thời gian nghỉ của đồng chí {cadre}.")
            return redirect(cadre)
    return form_page(request, form, cadre, title=f"{cadre} nghỉ, miễn nhiệm vụ", lead=LEAD, action="Ghi")


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuses, or cannot be reached: shown in the lists of who is missing, and no excuse."""
    cadre = _editable(request, pk)
    there = cadre.remarks.filter(cleared_at=None).first()
    initial = {"kind": there.kind, "note": there.note} if there else {"kind": Remark.Kind.UNREACHABLE}
    form = RemarkForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["kind"]:
            excusing.remark(cadre, by=request.user, **form.cleaned_data)
        else:
            excusing.clear_remark(cadre, by=request.user)
        messages.success(request, f"Đã ghi về đồng chí {cadre}.")
        return redirect(cadre)
    lead = "Hiện bên tên đồng chí này trong danh sách chưa đăng ký. Đồng chí này vẫn được tính là còn phải nộp."
    return form_page(request, form, cadre, title=f"{cadre} chưa trả lời", lead=lead, action="Ghi")


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def exemption_edit(request: HttpRequest, pk: int) -> HttpResponse:
    excuse = _exemption(request, pk)
    form = ExemptionForm(
        request.POST or None, instance=Exemption.objects.get(pk=pk), initial={"version": excuse.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            excusing.correct(excuse, by=request.user, version=form.cleaned_data["version"], **form.excuse)
        except ExcuseRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã sửa thời gian nghỉ.")
            return redirect(excuse.cadre)
    return form_page(request, form, excuse.cadre, title="Sửa thời gian nghỉ", lead=LEAD, action="Lưu")


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def exemption_return(request: HttpRequest, pk: int) -> HttpResponse:
    excuse = _exemption(request, pk)
    initial = {"on": timezone.localdate(), "version": excuse.version}
    form = ReturnForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            excusing.come_back(excuse, by=request.user, **form.cleaned_data)
        except ExcuseRefused as refused:
            form.add_error("on", str(refused))
        else:
            messages.success(request, f"Đồng chí {excuse.cadre} đã trở lại; hạn của đồng chí được lùi theo ngày này.")
            return redirect(excuse.cadre)
    lead = f"{excuse} từ ngày {excuse.valid_from:%d/%m/%Y}. Hạn nộp được lùi như với người mới nhận nhiệm vụ."
    return form_page(request, form, excuse.cadre, title=f"{excuse.cadre} trở lại", lead=lead, action="Ghi trở lại")


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def exemption_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: what is deleted is only found in the history."""
    excuse = _exemption(request, pk)
    form = VersionForm(request.POST or None, initial={"version": excuse.version})
    if request.method == "POST" and form.is_valid():
        excusing.void(excuse, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã xóa thời gian nghỉ ghi nhầm.")
        return redirect(excuse.cadre)
    rows = [("Lý do", str(excuse)), ("Từ ngày", excuse.valid_from), ("Đến hết ngày", excuse.valid_to or "Chưa rõ")]
    return confirm_page(request, form, excuse.cadre, title="Xóa thời gian nghỉ ghi nhầm", rows=rows, action="Xóa")
