"""Mails about an account that is not open yet, written when they are sent: no secret lies in the table of jobs."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.outbox import handles
from cadres.models import Activation, Registration

LINK_MAIL = "activation_link"
ANSWER_MAIL = "registration_answer"


@handles(LINK_MAIL)
def send_link(payload: dict[str, Any]) -> None:
    """The link to open an account; dropped when it was replaced, used, or the address is gone."""
    usable = Activation.objects.usable().select_related("cadre", "user", "issued_by")
    activation = usable.filter(pk=payload["activation"]).first()
    if activation is None or not activation.person.email:
        return
    link = settings.PUBLIC_URL + reverse("cadres:activate_by_link", args=[activation.token])
    context = {"activation": activation, "person": activation.person, "link": link}
    _send("Mở tài khoản Cổng rèn luyện cán bộ Đoàn", "activation_link", context, to=activation.person.email)


@handles(ANSWER_MAIL)
def send_answer(payload: dict[str, Any]) -> None:
    """What the unit answered to who signed up; dropped when it has changed since."""
    registration = Registration.objects.with_all().filter(pk=payload["registration"]).first()
    if registration is None or registration.version != payload["version"] or not registration.email:
        return
    link = settings.PUBLIC_URL + reverse("cadres:registration_own")
    context = {"registration": registration, "link": link}
    _send("Trả lời đăng ký tài khoản", "registration_answer", context, to=registration.email)


def _send(subject: str, name: str, context: dict[str, Any], *, to: str) -> None:
    EmailMessage(subject=subject, body=render_to_string(f"emails/{name}_body.txt", context), to=[to]).send()
