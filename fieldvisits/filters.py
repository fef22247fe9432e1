from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cadres.models.text import begins_words
from fieldvisits.models import FollowUp, Visit
from fieldvisits.models.follow_ups import FollowUpQuerySet
from fieldvisits.models.visits import VisitQuerySet

LATE, UNPLANNED = "late", "unplanned"


class VisitFilter(forms.Form):
    """What narrows the list of visits: words, state, month."""

    q = forms.CharField(label="Tìm theo cán bộ, đơn vị đến", required=False, max_length=100)
    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[
            ("", "Mọi trạng thái"),
            *Visit.State.choices,
            (LATE, "Quá hạn báo cáo"),
            (UNPLANNED, "Đột xuất"),
        ],
    )
    cua = forms.ChoiceField(label="Của ai", required=False, choices=[("", "Tất cả"), ("toi", "Của tôi")])
    tu = forms.DateField(label="Từ ngày", required=False)
    den = forms.DateField(label="Đến ngày", required=False)

    def listed(self, user: User) -> VisitQuerySet:
        """The visits that the user may see and that fit, the newest first."""
        visits = self.apply(Visit.objects.visible_to(user)).for_list().order_by("-starts_on", "-pk")
        return visits.filter(cadre__user=user) if self.is_own else visits

    def apply(self, visits: VisitQuerySet) -> VisitQuerySet:
        """The rows that fit; a filter value that means nothing is left out."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if words := chosen.get("q"):
            visits = visits.filter(begins_words(words, "cadre__search_key") | Q(host_name__icontains=words))
        state = chosen.get("trang_thai")
        if state == LATE:
            visits = visits.awaiting_report().filter(report_due_on__lt=timezone.localdate())
        elif state == UNPLANNED:
            visits = visits.filter(is_unplanned=True)
        elif state:
            visits = visits.filter(state=state)
        if first := chosen.get("tu"):
            visits = visits.filter(starts_on__gte=first)
        if last := chosen.get("den"):
            visits = visits.filter(starts_on__lte=last)
        return visits

    @property
    def is_own(self) -> bool:
        return getattr(self, "cleaned_data", {}).get("cua") == "toi"

    @property
    def is_used(self) -> bool:
        return any(getattr(self, "cleaned_data", {}).values())


class FollowUpFilter(forms.Form):
    trang_thai = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Chưa xong"), *FollowUp.State.choices, ("all", "Tất cả")],
    )

    def apply(self, follow_ups: FollowUpQuerySet) -> FollowUpQuerySet:
        self.full_clean()
        state = getattr(self, "cleaned_data", {}).get("trang_thai")
        if state == "all":
            return follow_ups
        return follow_ups.filter(state=state) if state else follow_ups.unresolved()
