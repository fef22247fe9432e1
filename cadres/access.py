"""The gate of a view: which rights somebody needs anywhere to come in. The row itself is gated by visible_to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from cadres.models import Right, holds

View = Callable[..., HttpResponse]


def rights_required(*rights: Right) -> Callable[[View], View]:
    """Let in whoever holds any of these rights anywhere; everybody else gets 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not holds(request.user, *rights):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.rights_required = frozenset(rights)  # type: ignore[attr-defined]
        return guarded

    return decorate
