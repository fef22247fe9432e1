from typing import Any

from django import template
from django.urls import reverse

from cadres.models import Right, holdings
from cadres.workbooks.exporting import query_of

register = template.Library()


@register.inclusion_tag("cadres/_export_link.html", takes_context=True)
def export_link(context: Any, code: str, *, names_people: bool = True, **more: str) -> dict[str, object]:
    """The button that takes the list along as it is on the screen; for those who may."""
    request = context["request"]
    may = not names_people or any(one.right == Right.PEOPLE_EXPORT and one.path for one in holdings(request.user))
    query = query_of(request.GET.urlencode())
    query.update(more)
    return {"may_export": may, "export_url": f"{reverse('portal:export_new', args=[code])}?{query.urlencode()}"}
