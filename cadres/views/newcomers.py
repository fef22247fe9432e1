"""The newly appointed whom nobody has shown yet what there is to do."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from cadres import briefing
from cadres.access import rights_required
from cadres.models import Appointment, Right, place_of, within_reach

KEEPS = (Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM)


@require_safe
@rights_required(*KEEPS)
def newcomer_list(request: HttpRequest) -> HttpResponse:
    shows_all = request.GET.get("xem") == "tat-ca"
    found = briefing.new_people(request.user) if shows_all else briefing.not_briefed(request.user)
    page = Paginator(found.annotate(place=place_of()), 25).get_page(request.GET.get("trang"))
    link = settings.PUBLIC_URL + reverse("portal:first_week")
    texts = {post.pk: _text(post, link) for post in page}
    context = {"page": page, "shows_all": shows_all, "lines": [(post, texts[post.pk]) for post in page]}
    return render(request, "cadres/newcomer_list.html", context)


def _text(post: Appointment, link: str) -> str:
    """Ready to be sent by Zalo."""
    return (
        f"Chào đồng chí {post.cadre}. Đồng chí giữ chức vụ {post.position}, {post.unit} từ ngày "
        f"{post.valid_from:%d/%m/%Y}. Những việc trong 30 ngày đầu ở đây: {link}. Cần gì đồng chí gọi cho tôi."
    )


@require_POST
@rights_required(*KEEPS)
def newcomer_brief(request: HttpRequest, pk: int) -> HttpResponse:
    posts = Appointment.objects.filter(within_reach(request.user, Right.PEOPLE_READ, cadre=None))
    post = get_object_or_404(posts.in_posts(), pk=pk)
    briefing.brief(post, by=request.user)
    messages.success(request, f"Đã ghi: đồng chí {post.cadre} được hướng dẫn.")
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else reverse("cadres:newcomer_list"))
