"""Takes from the data about a person what the law lets go: how to reach somebody who left, and the birth date.

Name, posts and decisions stay for ten years: they are the record of the Union's work with its cadres.
"""

from datetime import date

import pgtrigger
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Appointment, Cadre
from cadres.models.people import CadreQuerySet

PRIVATE = {"phone": "", "email": "", "birth_date": None, "gender": ""}
HISTORY_GUARD = "cadres.CadreEvent:append_only"


def left_before(day: date) -> CadreQuerySet:
    """People of whom something private is kept though their last post ended before the day."""
    posts = Appointment.objects.filter(cadre=OuterRef("pk"))
    later = posts.filter(Q(valid_to=None) | Q(valid_to__gte=day))
    something = ~Q(phone="") | ~Q(email="") | ~Q(birth_date=None)
    return Cadre.objects.filter(something).filter(Exists(posts), ~Exists(later)).order_by("pk")


def holds_a_post(cadre: Cadre) -> bool:
    """Today or from a day to come: then contacts and birth date are needed for the work."""
    today = timezone.localdate()
    return Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), cadre=cadre).exists()


@transaction.atomic
def forget(cadre: Cadre, *, by: User | None, reason: str = "") -> Cadre:
    """Blank what is private, in the row and in its history; the account is closed and keeps no address."""
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    if holds_a_post(cadre):
        raise StaleDocument(cadre, "Cán bộ còn giữ chức vụ nên liên hệ và ngày sinh phải được giữ.")
    for name, value in PRIVATE.items():
        setattr(cadre, name, value)
    cadre.save(update_fields=list(PRIVATE))
    events = Cadre._meta.get_field("events").related_model
    with pgtrigger.ignore(HISTORY_GUARD):
        events._default_manager.filter(pgh_obj=cadre.pk).update(**PRIVATE)
    User.objects.filter(pk=cadre.user_id).update(email="", is_active=False)
    audit.record("cadre.forgotten", cadre, by=by, cadre_id=cadre.pk, reason=reason, after={"fields": list(PRIVATE)})
    return cadre
