"""New people by hand, and new posts."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cadres import following
from cadres.models import Appointment, Cadre, Unit
from cadres.names import fold
from cadres.posting import notices, posts
from cadres.posting.posts import PostDraft


class AlreadyKnown(Exception):
    """People like this one are in the list; whoever enters must say that it is somebody else."""

    def __init__(self, cadres: list[Cadre]) -> None:
        super().__init__(f"{len(cadres)} người giống")
        self.cadres = cadres


@dataclass(frozen=True)
class PersonDraft:
    full_name: str
    birth_date: date | None = None
    gender: str = ""
    phone: str = ""
    email: str = ""


def alike(person: PersonDraft) -> QuerySet[Cadre]:
    """People of the same name and birth date (or one without a date), of the same phone or e-mail; with posts."""
    name = Q(search_key=fold(person.full_name))
    if person.birth_date:
        name &= Q(birth_date=person.birth_date) | Q(birth_date=None)
    same = name
    if person.phone:
        same |= Q(phone=person.phone)
    if person.email:
        same |= Q(email__iexact=person.email)
    return Cadre.objects.filter(same).in_name_order().with_posts()[:10]


@transaction.atomic
def register(person: PersonDraft, unit: Unit, draft: PostDraft, *, by: User, is_somebody_else: bool = False) -> Cadre:
    """Enter a person with the first post. Raises AlreadyKnown when there are people like this one."""
    cadre = Cadre(**asdict(person))
    posts.check_right(by, cadre, draft.position, unit)
    known = [] if is_somebody_else else list(alike(person))
    if known:
        raise AlreadyKnown(known)
    cadre.save()
    posts.check_fits(cadre, unit, draft)
    post = posts.write(cadre, unit, draft)
    posts.record("cadre.registered", cadre, unit, by=by, after=posts.told(post))
    notices.appointed(post, by=by)
    return cadre


@transaction.atomic
def appoint(cadre: Cadre, unit: Unit, draft: PostDraft, *, by: User) -> Appointment:
    """Give the person one more post; the first one is the main one."""
    cadre = posts.locked(cadre)
    posts.check_right(by, cadre, draft.position, unit)
    posts.check_fits(cadre, unit, draft)
    post = posts.write(cadre, unit, draft)
    posts.record("appointment.made", cadre, unit, by=by, after=posts.told(post))
    notices.appointed(post, by=by)
    following.posts_changed([cadre.pk])
    return post


def newly_appointed(days: int) -> QuerySet[Appointment]:
    """First main posts that began within so many days, with the person and who has shown what there is to do."""
    today = timezone.localdate()
    earlier = Appointment.objects.filter(cadre=OuterRef("cadre"), valid_from__lt=OuterRef("valid_from"))
    begun = Appointment.objects.valid_on(today).main().filter(valid_from__gt=today - days * posts.DAY)
    return begun.filter(~Exists(earlier)).in_posts().select_related("briefing__by")
