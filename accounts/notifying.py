"""Notices: a row that the person sees, and a mail job for those who have an address."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from accounts import outbox
from accounts.models import Notification, User


def notify(
    users: Iterable[User],
    *,
    kind: str,
    subject: str,
    body: str,
    url: str,
    key: str,
    mail_delay: timedelta = timedelta(0),
) -> None:
    """Tell each user once per key. Call it inside the transaction that it reports on."""
    for user in users:
        notice, is_new = Notification.objects.get_or_create(
            key=f"{key}:{user.pk}", defaults={"to": user, "kind": kind, "subject": subject, "body": body, "url": url}
        )
        if is_new and user.email:
            due_at = timezone.now() + mail_delay
            outbox.enqueue("mail", {"notification": notice.pk}, key=f"mail:{notice.key}", due_at=due_at)


def notify_many(users: Iterable[User], *, kind: str, subject: str, body: str, url: str, key: str) -> None:
    """The same to many people in four statements: each is told once per key. Beat finds the mails."""
    told = {f"{key}:{user.pk}": user for user in users}
    Notification.objects.bulk_create(
        [Notification(key=k, to=user, kind=kind, subject=subject, body=body, url=url) for k, user in told.items()],
        ignore_conflicts=True,
    )
    notices = Notification.objects.filter(key__in=told).values_list("pk", "key")
    mails = {f"mail:{k}": {"notification": pk} for pk, k in notices if told[k].email}
    outbox.enqueue_many("mail", mails)


@dataclass(frozen=True)
class Notice:
    """What one user is told; `to` comes loaded."""

    to: User
    kind: str
    subject: str
    body: str
    url: str
    key: str


def notify_each(notices: Collection[Notice]) -> None:
    """Tell many users something of their own in three queries; once per key. Beat finds the mails."""
    keyed = {f"{notice.key}:{notice.to.pk}": notice for notice in notices}
    Notification.objects.bulk_create(
        (
            Notification(key=key, to=one.to, kind=one.kind, subject=one.subject, body=one.body, url=one.url)
            for key, one in keyed.items()
        ),
        ignore_conflicts=True,
    )
    mailed = [key for key, notice in keyed.items() if notice.to.email]
    stored = Notification.objects.filter(key__in=mailed).order_by("pk").values_list("pk", "key")
    outbox.enqueue_many("mail", {f"mail:{key}": {"notification": pk} for pk, key in stored})


def withdraw(key: str, users: Iterable[User]) -> None:
    """Take back notices that an undo made untrue; their mails find no row and are dropped."""
    Notification.objects.filter(key__in=[f"{key}:{user.pk}" for user in users]).delete()


@outbox.handles("mail")
def send_mail(payload: dict[str, Any]) -> None:
    """Mail one notification. A withdrawn one is dropped; the address is the one in force now."""
    notice = Notification.objects.select_related("to").filter(pk=payload["notification"]).first()
    if notice is None or not notice.to.email or not notice.to.is_active:
        return
    context = {"notice": notice, "link": f"{settings.PUBLIC_URL}{notice.url}"}
    EmailMessage(
        subject=" ".join(notice.subject.split()),
        body=render_to_string("emails/notice_body.txt", context),
        to=[notice.to.email],
    ).send()
