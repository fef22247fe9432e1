"""A form that is sent twice (double click, lost answer) has one effect: the second time leads to the first result."""

from collections.abc import Callable
from functools import wraps
from time import sleep
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from accounts.models import SubmitKey, User

View = Callable[..., HttpResponse]
WAITS, PAUSE = 50, 0.1


def submit_once(view: View) -> View:
    """Run the POST of a form with {% submit_key %} once; only an answer that redirects uses the key up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key_of(request)
        if request.method != "POST" or key is None or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        try:
            with transaction.atomic():
                row = SubmitKey.objects.create(user=request.user, key=key)
        except IntegrityError:
            return redirect(_result_of_first(request.user, key) or request.path)
        try:
            answer = view(request, *args, **kwargs)
        except BaseException:
            row.delete()
            raise
        if isinstance(answer, HttpResponseRedirect):
            SubmitKey.objects.filter(pk=row.pk).update(url=answer.url)
        else:
            row.delete()
        return answer

    return guarded


def _result_of_first(user: User, key: UUID) -> str:
    """Where the first sending led, which may still be under way; empty when it takes too long or was refused."""
    for _ in range(WAITS):
        first = SubmitKey.objects.filter(user=user, key=key).first()
        if first is None or first.url:
            break
        sleep(PAUSE)
    return first.url if first else ""


def _key_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("submit_key", ""))
    except ValueError:
        return None
