from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.factors import has_second_factor
from accounts.proving import proof_required
from cadres import keeping, post_rules, recovering
from cadres.access import rights_required
from cadres.filters import CadreFilter
from cadres.forms.people import ContactForm
from cadres.models import Appointment, Cadre, Right, Transfer, Unit, holds, place_of
from cadres.rules import may_change_contacts


@require_safe
@rights_required(Right.PEOPLE_READ)
def cadre_list(request: HttpRequest) -> HttpResponse:
    filters = CadreFilter(request.GET, user=request.user)
    cadres = filters.apply(Cadre.objects.visible_to(request.user)).in_name_order().with_posts()
    context = {
        "page": Paginator(cadres, 25).get_page(request.GET.get("trang")),
        "filters": filters,
        "can_import": holds(request.user, Right.PEOPLE_EDIT),
    }
    return render(request, "cadres/_cadre_table.html" if request.htmx else "cadres/cadre_list.html", context)


@require_safe
@rights_required(Right.PEOPLE_READ)
def cadre_detail(request: HttpRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).select_related("user"), pk=pk)
    held = Appointment.objects.filter(cadre=cadre).in_posts().select_related("cadre__user").annotate(place=place_of())
    posts = list(held.order_by("-valid_from", "-is_main"))
    edits_here = Cadre.objects.editable_by(request.user).filter(pk=cadre.pk).exists()
    seen = Unit.objects.visible_to(request.user).filter(pk__in=[post.unit_id for post in posts])
    context = {
        "cadre": cadre,
        "posts": posts,
        "seen_units": set(seen.values_list("pk", flat=True)),
        "today": timezone.localdate(),
        "offers": post_rules.offers(request.user, cadre, posts, timezone.localdate()),
        "remark": cadre.remarks.filter(cleared_at=None).first(),
        "exemptions": cadre.exemptions.order_by("-valid_from"),
        "transfer": cadre.transfers.filter(state=Transfer.State.PROPOSED).select_related("unit").first(),
        "events": audit.trail(cadre)[:20],
        "can_issue_code": edits_here and cadre.user is None,
        "can_change_contacts": may_change_contacts(request.user.pk, cadre.user_id, edits_here=edits_here),
        "can_ask_reset": cadre.user and has_second_factor(cadre.user) and recovering.may_ask(request.user, cadre.user),
        "is_own": cadre.user_id == request.user.pk,
    }
    return render(request, "cadres/cadre_detail.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_READ)
@proof_required
def cadre_contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """Phone and e-mail, by the person himself or by who keeps the list of his unit."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=pk)
    edits_here = Cadre.objects.editable_by(request.user).filter(pk=cadre.pk).exists()
    if not may_change_contacts(request.user.pk, cadre.user_id, edits_here=edits_here):
        raise PermissionDenied
    form = ContactForm(request.POST or None, instance=Cadre.objects.get(pk=cadre.pk))
    if request.method == "POST" and form.is_valid():
        keeping.change_contacts(cadre, by=request.user, **form.cleaned_data)
        return redirect(cadre)
    return render(request, "cadres/cadre_contacts.html", {"form": form, "cadre": cadre})
