"""What narrows the audit trail: time, kind, who did it, whom and which unit it concerns."""

from datetime import datetime, time, timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.models.audit import AuditEventQuerySet
from accounts.verb_groups import BY_CODE, GROUPS
from cadres.models import Cadre, Unit

DAYS_AT_FIRST = 30
AT_MOST = 200  # people or units that words may mean


class TrailFilter(forms.Form):
    """At first the last thirty days: a trail of millions of rows is read in stretches of time."""

    tu = forms.DateField(label="Từ ngày", required=False)
    den = forms.DateField(label="Đến ngày", required=False)
    nhom = forms.ChoiceField(
        label="Loại việc", required=False, choices=[("", "Mọi việc"), *((group.code, group.label) for group in GROUPS)]
    )
    nguoi = forms.CharField(label="Người làm", required=False, max_length=100)
    can_bo = forms.CharField(label="Về cán bộ", required=False, max_length=100)
    don_vi = forms.CharField(label="Về đơn vị", required=False, max_length=100)

    def __init__(self, data: object, *, user: User) -> None:
        first_day = timezone.localdate() - timedelta(days=DAYS_AT_FIRST)
        super().__init__(data or {"tu": first_day.isoformat()})
        self.user = user

    def apply(self, events: AuditEventQuerySet) -> AuditEventQuerySet:
        """The rows that fit; a filter value that means nothing is left out."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if since := chosen.get("tu"):
            events = events.filter(at__gte=timezone.make_aware(datetime.combine(since, time())))
        if until := chosen.get("den"):
            events = events.filter(at__lt=timezone.make_aware(datetime.combine(until + timedelta(days=1), time())))
        if group := BY_CODE.get(chosen.get("nhom", "")):
            events = events.filter(verb__in=group.verbs)
        if words := chosen.get("nguoi"):
            events = events.filter(actor_id__in=_users(words))
        if words := chosen.get("can_bo"):
            events = events.filter(cadre_id__in=list(_people(words).values_list("pk", flat=True)[:AT_MOST]))
        if words := chosen.get("don_vi"):
            events = events.filter(unit_id__in=_units(self.user, words))
        return events

    @property
    def since(self) -> object:
        return getattr(self, "cleaned_data", {}).get("tu")


def _people(words: str) -> object:
    return Cadre.objects.matching(words).order_by()


def _users(words: str) -> list[int]:
    """Accounts of that name, or of the people whom the words mean."""
    exact = User.objects.filter(Q(username=words.strip().lower()) | Q(full_name__iexact=words.strip()))
    of_people = _people(words).exclude(user=None).values_list("user_id", flat=True)
    return [*exact.values_list("pk", flat=True)[:AT_MOST], *of_people[:AT_MOST]]


def _units(user: User, words: str) -> object:
    """The units that the words mean, with all below them."""
    below = Q(pk__in=[])
    for path in Unit.objects.visible_to(user).matching(words).values_list("path", flat=True)[:20]:
        below |= Q(path__startswith=path)
    return Unit.objects.filter(below).order_by().values("pk")
