"""Work for later that belongs to no app."""

from pathlib import Path
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import running
from accounts.models import Run, User
from accounts.outbox import handles
from cadres import letters  # noqa: F401 - its handlers work on jobs of the outbox
from cadres.following import JOB
from cadres.workbooks import exporting
from config import inbox_bulk, own_data  # noqa: F401 - kinds of runs that the worker must know
from config.lists import LISTINGS
from criteria import following as pledges
from criteria.papers import book  # noqa: F401 - a kind of run that the worker must know
from fieldvisits import following as plans


@handles("password_reset")
def send_password_reset(payload: dict[str, Any]) -> None:
    """The link is made when the mail is: no token ever lies in the table of jobs."""
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if user is None:
        return
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=key)
    body = render_to_string("emails/password_reset_body.txt", {"user": user, "link": link})
    EmailMessage(subject="Đặt lại mật khẩu Cổng rèn luyện cán bộ Đoàn", body=body, to=[payload["email"]]).send()


@handles(JOB)
def follow_posts(payload: dict[str, Any]) -> None:
    """Somebody's posts or leave changed: the open documents go along."""
    for app in (pledges, plans):
        app.follow(payload["cadres"])


def _export(run: Run, progress: running.Progress) -> Path:
    return exporting.write(LISTINGS[run.parameters["list"]], run, progress)


EXPORT = running.register(running.RunKind("lists.export", "Xuất danh sách", _export, untold=("query",)))
