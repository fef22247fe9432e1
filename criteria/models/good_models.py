"""What worked in one unit and is offered to all others: "mô hình hay" (283-KH, III, ST-2), and who took it over."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import Cadre, Right, Unit, holds, within_reach
from cadres.models.text import search_key
from criteria.models.pledge_items import PledgeItem
from criteria.models.pledges import Pledge
from criteria.models.programmes import Programme
from criteria.models.solutions import Solution
from criteria.models.statements import Criterion

# Who works with programmes or pledges may read the library; who only keeps the system may not.
LIBRARY_READERS = (Right.PROGRAMME_READ, Right.PLEDGE_WRITE)


class GoodModelQuerySet(models.QuerySet["GoodModel"]):
    def visible_to(self, user: User) -> GoodModelQuerySet:
        """What was accepted is for all; the rest for its owner and whoever may see where it comes from."""
        if not holds(user, *LIBRARY_READERS):
            return self.none()
        of_units = within_reach(user, Right.PROGRAMME_READ, cadre=None) & Q(cadre=None)
        of_people = within_reach(user, Right.PLEDGE_READ) & Q(cadre__isnull=False)
        return self.filter(Q(state=GoodModel.State.ACCEPTED) | of_units | of_people | Q(proposed_by=user))

    def accepted(self) -> GoodModelQuerySet:
        return self.filter(state=GoodModel.State.ACCEPTED)

    def to_decide(self, user: User) -> GoodModelQuerySet:
        """Waiting for this user, oldest first: at the deciding unit, or as Ban Tổ chức - Kiểm tra; never one's own."""
        waiting = self.visible_to(user).filter(state=GoodModel.State.PROPOSED).exclude(proposed_by=user)
        if not holds(user, Right.PERIOD_MANAGE):
            of_own_unit = within_reach(user, Right.PROGRAMME_DECIDE, cadre=None) & ~Q(unit=models.F("deciding_unit"))
            waiting = waiting.filter(within_reach(user, Right.PROGRAMME_DECIDE, unit="deciding_unit", cadre=None))
            waiting = waiting.exclude(of_own_unit & Q(cadre=None))
        return waiting.order_by("proposed_at", "pk")

    def for_list(self) -> GoodModelQuerySet:
        """With `units_taking` and `people_taking`: how many have taken it over."""
        return self.select_related("unit", "cadre", "deciding_unit").annotate(
            units_taking=Count("take_overs__unit", filter=Q(take_overs__pledge=None), distinct=True),
            people_taking=Count("take_overs__pledge", distinct=True),
        )


@pghistory.track(exclude=["search_key"])
class GoodModel(models.Model):
    """Proposed by the unit whose solution it is, or by the cadre whose pledge it is from: nobody is named by others."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Chờ xét"
        ACCEPTED = "accepted", "Đã công nhận"
        REFUSED = "refused", "Chưa công nhận"
        WITHDRAWN = "withdrawn", "Đã rút"
        HIDDEN = "hidden", "Đã ẩn"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="good_models", verbose_name="đơn vị")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="good_models")
    criterion = models.CharField("tiêu chí", max_length=2, choices=Criterion.choices)
    kind = models.CharField("hình thức", max_length=12, blank=True)
    title = models.CharField("tên mô hình", max_length=200)
    done = models.TextField("cách làm", max_length=2000)
    result = models.CharField("kết quả bằng số", max_length=300)
    contact = models.CharField("hỏi thêm ở ai", max_length=150, blank=True)
    solution = models.ForeignKey(Solution, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    item = models.ForeignKey(PledgeItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField("từ", max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    deciding_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.PROPOSED)
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("lý do", max_length=1000, blank=True)
    search_key = search_key("title")

    objects = GoodModelQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_decided_model_says_when_and_by_whom",
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | Q(state="withdrawn")
                | Q(state__in=["accepted", "refused", "hidden"], decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_refused_or_hidden_model_says_why",
                condition=Q(state__in=["refused", "hidden"]) & ~Q(reason="")
                | ~Q(state__in=["refused", "hidden"]) & Q(reason=""),
            ),
            models.UniqueConstraint(
                fields=["solution"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="a_solution_is_proposed_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="an_item_is_proposed_once_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "-decided_at"], name="good_models_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("criteria:good_model_detail", args=[self.pk])

    def source_url_for(self, user: User) -> str:
        """The programme that the model comes from, for whoever may open it."""
        solution = self.solution
        if solution is None:
            return ""
        programme = Programme.objects.visible_to(user).filter(pk=solution.programme_id).first()
        return f"{programme.get_absolute_url()}#giai-phap-{solution.pk}" if programme else ""

    @property
    def kind_label(self) -> str:
        return dict(Solution.Kind.choices).get(self.kind, "") if self.kind else ""


class TakeOver(models.Model):
    """A unit has put the model into its programme, or a cadre into the own pledge; there it is adapted."""

    model = models.ForeignKey(GoodModel, on_delete=models.PROTECT, related_name="take_overs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="take_overs")
    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, null=True, blank=True, related_name="take_overs")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["model", "programme"], name="a_programme_takes_a_model_over_once"),
            models.UniqueConstraint(fields=["model", "pledge"], name="a_pledge_takes_a_model_over_once"),
            models.CheckConstraint(
                name="a_model_is_taken_into_one_document",
                condition=Q(programme=None, pledge__isnull=False) | Q(programme__isnull=False, pledge=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.model}"
