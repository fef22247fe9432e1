"""Who on the lists may be the person that signed up: by name, birth date, phone and e-mail, to be seen side by side."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Cadre, Registration, Unit
from cadres.models.people import CadreQuerySet
from cadres.names import fold

MOST = 6
LOOKED_AT = 60
NEAR_NAME = 0.55
OWN_WORDS = ("full_name", "birth_date", "phone", "email")


@dataclass(frozen=True)
class Lookalike:
    """A listed person beside the one who signed up, with what they have in common."""

    cadre: Cadre
    same_name: bool
    near_name: bool
    same_birth_date: bool
    same_phone: bool
    same_email: bool
    is_in_reach: bool
    differs_in: tuple[str, ...]

    @property
    def is_strong(self) -> bool:
        """Most likely the same person."""
        return (self.same_name and self.same_birth_date) or self.same_phone or self.same_email

    @property
    def weight(self) -> int:
        marks = (self.near_name, self.same_birth_date, self.same_name, self.same_name and self.same_birth_date)
        return sum(2**place for place, mark in enumerate((*marks, self.same_email, self.same_phone)) if mark)


def lookalikes(registration: Registration, *, seen_by: User) -> list[Lookalike]:
    """The likeliest first, a handful. Of somebody outside the reader's reach only what matches strongly is shown."""
    others = Cadre.objects.exclude(pk=registration.cadre_id)
    strong = others.filter(_is_strong(registration) | Q(search_key=fold(registration.full_name)))
    # Two steps, each led by an index: in one, the database would compare every name of the province.
    wanted = {*_first(strong, registration), *_first(_near(others, registration), registration)}
    reach = Cadre.objects.visible_to(seen_by).filter(pk=OuterRef("pk"))
    rows = Cadre.objects.filter(pk__in=wanted).annotate(nearness=_nearness(registration), is_in_reach=Exists(reach))
    found = [_compared(registration, cadre) for cadre in rows.with_posts()]
    shown = [one for one in found if one.is_strong or one.is_in_reach]
    return sorted(shown, key=lambda one: (-one.weight, one.cadre.sort_key))[:MOST]


def is_known(registration: Registration) -> bool:
    """Is there a listed person of the same name and birth date, phone or e-mail, other than the own record?"""
    return Cadre.objects.exclude(pk=registration.cadre_id).filter(_is_strong(registration)).exists()


def _is_strong(registration: Registration) -> Q:
    same = Q(search_key=fold(registration.full_name), birth_date=registration.birth_date)
    if registration.phone:
        same |= Q(phone=registration.phone)
    if registration.email:
        same |= Q(email__iexact=registration.email)
    return same


def _near(cadres: CadreQuerySet, registration: Registration) -> CadreQuerySet:
    """With a post under the same district-level union, and a name like this one or the same birth date."""
    top = registration.unit.path[: 2 * Unit.steplen]
    posts = Appointment.objects.valid_on(timezone.localdate()).filter(unit__path__startswith=top)
    is_like = Q(nearness__gte=NEAR_NAME) | Q(birth_date=registration.birth_date)
    return cadres.alias(nearness=_nearness(registration)).filter(is_like, pk__in=posts.values("cadre"))


def _first(cadres: CadreQuerySet, registration: Registration) -> list[int]:
    same_day = Coalesce(Case(When(birth_date=registration.birth_date, then=1)), 0)
    nearest = cadres.alias(nearness=_nearness(registration), same_day=same_day).order_by("-same_day", "-nearness", "pk")
    return list(nearest.values_list("pk", flat=True)[:LOOKED_AT])


def _nearness(registration: Registration) -> TrigramSimilarity:
    return TrigramSimilarity("search_key", fold(registration.full_name))


def _compared(registration: Registration, cadre: Cadre) -> Lookalike:
    same_name = fold(cadre.full_name) == fold(registration.full_name)
    return Lookalike(
        cadre=cadre,
        same_name=same_name,
        near_name=not same_name and cadre.nearness >= NEAR_NAME,
        same_birth_date=cadre.birth_date == registration.birth_date,
        same_phone=bool(registration.phone) and cadre.phone == registration.phone,
        same_email=bool(registration.email) and cadre.email.lower() == registration.email.lower(),
        is_in_reach=cadre.is_in_reach,
        differs_in=tuple(
            name for name in OWN_WORDS if getattr(registration, name) not in {"", None, getattr(cadre, name)}
        ),
    )
