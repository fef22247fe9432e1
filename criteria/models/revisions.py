"""What was sent of a pledge, once per sending, and the changes proposed to an approved one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import (
    DecidedByUnit,
    Right,
    Unit,
    open_to_stand_in,
    place_of,
    says_why_in_place,
    stand_in_index,
    within_reach,
)
from criteria.models.pledges import Pledge


class RevisionState(models.TextChoices):
    """A sending is decided on with its pledge; an amendment by itself, while the pledge stays approved."""

    SENT = "sent", "Nộp"
    PROPOSED = "proposed", "Chờ duyệt sửa đổi"
    ACCEPTED = "accepted", "Đã chấp nhận"
    REFUSED = "refused", "Không chấp nhận"
    WITHDRAWN = "withdrawn", "Đã rút"


class RevisionQuerySet(models.QuerySet["PledgeRevision"]):
    def sendings(self) -> RevisionQuerySet:
        return self.filter(state=RevisionState.SENT)

    def amendments(self) -> RevisionQuerySet:
        return self.exclude(state=RevisionState.SENT)

    def in_force(self) -> RevisionQuerySet:
        """Those whose text has been the pledge's: every sending, and the amendments that were accepted."""
        return self.filter(state__in=[RevisionState.SENT, RevisionState.ACCEPTED])

    def visible_to(self, user: User) -> RevisionQuerySet:
        """With the pledge; and an amendment to whoever has to decide on it."""
        deciding = within_reach(user, Right.PLEDGE_DECIDE, unit="deciding_unit", cadre=None)
        return self.filter(Q(pledge__in=Pledge.objects.visible_to(user)) | deciding)

    def to_decide(self, user: User) -> RevisionQuerySet:
        """Amendments that wait for this user's decision, oldest first."""
        deciding = within_reach(user, Right.PLEDGE_DECIDE, unit="deciding_unit", cadre=None)
        recording = within_reach(user, Right.PLEDGE_RECORD, unit="deciding_unit", cadre=None)
        return self._waiting(user).filter(deciding | Q(recording, is_by_minutes=True)).order_by("submitted_at", "pk")

    def to_stand_in(self, user: User) -> RevisionQuerySet:
        """Amendments below this user's unit, twice overdue there."""
        overdue = open_to_stand_in(user, Right.PLEDGE_DECIDE, timezone.localdate())
        return self._waiting(user).filter(overdue).order_by("stand_in_from", "pk")

    def _waiting(self, user: User) -> RevisionQuerySet:
        own = Q(pledge__cadre__user=user) | Q(pledge__entered_by=user)
        return self.filter(state=RevisionState.PROPOSED).exclude(own)

    def for_detail(self) -> RevisionQuerySet:
        return self.select_related(
            *("pledge__cadre__user", "pledge__period__pledge_policy", "pledge__appointment__position"),
            *("pledge__appointment__unit", "pledge__unit", "pledge__deciding_unit"),
            *("deciding_unit", "stand_in_unit", "in_place_of", "decided_by"),
        ).annotate(place=place_of("pledge__unit"))


class PledgeRevision(DecidedByUnit):
    """What was sent, and what was decided on it. The items of a row never change.

    An amendment has ids in its items, so that progress and evidence stay with what they belong to: `base` is what
    stood there when it was proposed, `applied` what accepting it did, for an undo.
    """

    State = RevisionState

    pledge = models.ForeignKey("criteria.Pledge", on_delete=models.CASCADE, related_name="revisions")
    no = models.PositiveSmallIntegerField()
    items = models.JSONField()
    commitments = ArrayField(models.CharField(max_length=10), default=list)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(
        max_length=10,
        blank=True,
        choices=[("approved", "Duyệt"), ("returned", "Trả lại"), ("objected", "Không đồng ý bản nhập hộ")],
    )
    reason = models.TextField(blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.SENT)
    version = models.PositiveIntegerField(default=1)
    change_reason = models.CharField("lý do sửa đổi", max_length=300, blank=True)
    base = models.JSONField(null=True, blank=True)
    applied = models.JSONField(null=True, blank=True)
    deciding_unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments_to_decide"
    )
    is_by_minutes = models.BooleanField(default=False)
    minutes_no = models.CharField("số biên bản", max_length=60, blank=True)
    minutes_on = models.DateField("ngày biên bản", null=True, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["pledge", "no"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "no"], name="revisions_of_a_pledge_are_numbered"),
            models.UniqueConstraint(
                fields=["pledge"], name="one_open_amendment_per_pledge", condition=Q(state="proposed")
            ),
            models.CheckConstraint(
                name="a_decided_revision_says_when_and_by_whom",
                condition=Q(state__in=["sent", "proposed", "withdrawn"], decision="", decided_at=None, decided_by=None)
                | Q(state="sent", decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision="")
                | Q(state__in=["accepted", "refused"], decision="", decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_amendment_says_why_and_where_it_is_decided",
                condition=Q(state="sent") | Q(base__isnull=False, deciding_unit__isnull=False) & ~Q(change_reason=""),
            ),
            models.CheckConstraint(name="a_refused_amendment_says_why", condition=~Q(state="refused") | ~Q(reason="")),
            says_why_in_place(
                "an_amendment_decided_in_place_says_why", undecided=Q(state__in=["sent", "proposed", "withdrawn"])
            ),
        ]
        indexes = [
            models.Index(
                fields=["deciding_unit", "submitted_at"], name="amendments_waiting", condition=Q(state="proposed")
            ),
            stand_in_index("amendments_to_stand_in", Q(state="proposed")),
        ]

    def __str__(self) -> str:
        if self.is_amendment:
            return f"Đề nghị sửa bản đăng ký {self.pledge.period.year} của {self.pledge.cadre}"
        return f"lần {self.no}"

    def get_absolute_url(self) -> str:
        if self.is_amendment:
            return reverse("criteria:amendment_detail", args=[self.pk])
        return self.pledge.get_absolute_url()

    @property
    def is_amendment(self) -> bool:
        return self.state != RevisionState.SENT

    @property
    def is_proposed(self) -> bool:
        return self.state == RevisionState.PROPOSED

    @property
    def unit(self) -> Unit:
        """The unit of the person, as every document that is decided on has one."""
        return self.pledge.unit
