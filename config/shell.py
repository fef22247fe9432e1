"""What stands round every page: navigation by right, counts, and how the reader wants to see it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import Notification, User
from accounts.standing_under import stands_under
from cadres.models import Right, holdings
from config.administration import RIGHTS_OF_TASKS
from config.agendas import waiting_of
from config.inbox import RIGHTS as INBOX_RIGHTS
from config.people import main_post, own_cadre
from criteria.models import LIBRARY_READERS


@dataclass(frozen=True)
class Place:
    """A line of the navigation: where it leads and which right opens it (none: everybody)."""

    label: str
    url_name: str
    icon: str
    rights: tuple[Right, ...] = ()
    for_cadres: bool = False
    short_label: str = ""


@dataclass(frozen=True)
class NavItem:
    label: str
    short_label: str
    url: str
    icon: str
    is_current: bool
    is_main: bool = False


DECIDES = (
    Right.PLEDGE_DECIDE,
    Right.VISIT_DECIDE,
    Right.PROGRAMME_DECIDE,
    Right.EVALUATION_UNION,
    Right.EVALUATION_PARTY,
    Right.EVALUATION_APPRAISE,
)
READS_OTHERS = (Right.EVALUATION_READ, Right.EVALUATION_UNION, Right.EVALUATION_PARTY, Right.EVALUATION_APPRAISE)

HOME = Place("Việc cần làm", "portal:home", "home", short_label="Việc")
INBOX = Place("Chờ duyệt", "portal:inbox", "inbox-stack", INBOX_RIGHTS)
PLEDGE = Place(
    "Bản đăng ký", "criteria:pledge_mine", "clipboard-document-check", for_cadres=True, short_label="Đăng ký"
)
PLEDGES = Place(
    "Bản đăng ký cán bộ",
    "criteria:pledge_list",
    "clipboard-document-list",
    (
        *(Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD, Right.PLEDGE_ENTER, Right.PLEDGE_REMIND),
        *(Right.BREACH_RECORD, Right.PEOPLE_EDIT),
    ),
)
VISITS = Place("Đi cơ sở", "fieldvisits:plan_mine", "map-pin", for_cadres=True)
OTHERS_VISITS = Place("Chuyến đi", "fieldvisits:visit_list", "map", (Right.VISIT_READ,))
CAMERA = Place("Báo cáo", "fieldvisits:visit_new", "camera", for_cadres=True)
RESULT = Place("Kết quả rèn luyện", "evaluations:mine", "chart-bar", for_cadres=True, short_label="Kết quả")
EVALUATIONS = Place("Đánh giá", "evaluations:list", "scale", READS_OTHERS)
DASHBOARD = Place("Tiến độ", "reports:dashboard", "presentation-chart-line", (Right.REPORT_READ,))
PEOPLE = Place("Cán bộ", "cadres:cadre_list", "users", (Right.PEOPLE_READ,))
UNITS = Place("Đơn vị", "cadres:unit_list", "building-office-2", (Right.UNIT_READ,))
PROGRAMMES = Place("Chương trình", "criteria:programme_list", "flag", (Right.PROGRAMME_READ,))
MODELS = Place("Mô hình hay", "criteria:good_model_list", "light-bulb", LIBRARY_READERS)
PERIODS = Place("Kỳ rèn luyện", "criteria:period_list", "calendar-days", (Right.PERIOD_MANAGE,))
CRITERIA = Place("Tiêu chí", "criteria:criteria_page", "book-open")
ADMINISTRATION = Place("Quản trị", "portal:administration", "cog-6-tooth", RIGHTS_OF_TASKS)
HELP = Place("Trợ giúp", "portal:help", "question-mark-circle")

SIDE = (
    HOME,
    INBOX,
    PLEDGE,
    PLEDGES,
    VISITS,
    RESULT,
    OTHERS_VISITS,
    EVALUATIONS,
    DASHBOARD,
    PEOPLE,
    UNITS,
    PROGRAMMES,
    MODELS,
    PERIODS,
    CRITERIA,
    ADMINISTRATION,
    HELP,
)
DECIDER_BOTTOM = (HOME, INBOX, DASHBOARD, PEOPLE, EVALUATIONS, UNITS, CRITERIA, HELP)
CADRE_BOTTOM = (HOME, PLEDGE, CAMERA, VISITS, RESULT)
SIZES = ("sm", "lg")


def shell(request: HttpRequest) -> dict[str, object]:
    """The context of base.html; error pages may come before there is a user."""
    context: dict[str, object] = {
        "is_demo": settings.IS_DEMO,
        "province_name": settings.PROVINCE_NAME,
        "view": view_settings(request),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    return context | {
        "nav": SimpleLazyObject(lambda: _side(request, user)),
        "bottom_nav": SimpleLazyObject(lambda: _bottom(request, user)),
        "waiting": SimpleLazyObject(lambda: waiting_of(user)),
        "unread_count": SimpleLazyObject(lambda: unread_count(user)),
        "post": SimpleLazyObject(lambda: str(main_post(user) or "")),
        "profile_url": SimpleLazyObject(lambda: _profile_url(user)),
    }


def view_settings(request: HttpRequest) -> dict[str, object]:
    size = request.COOKIES.get("size", "")
    return {"size": size if size in SIZES else "", "contrast": request.COOKIES.get("contrast") == "more"}


def unread_count(user: User) -> int:
    return Notification.objects.filter(to=user).unread().count()


def _is_open_to(place: Place, user: User) -> bool:
    if place.for_cadres:
        return own_cadre(user) is not None
    return not place.rights or _over_others(user, place.rights)


def _over_others(user: User, rights: tuple[Right, ...]) -> bool:
    """Whether any of the rights reaches beyond the reader's own papers."""
    return any(holding.right in rights and holding.path for holding in holdings(user))


def _item(place: Place, current: str, *, is_main: bool = False) -> NavItem:
    return NavItem(
        label=place.label,
        short_label=place.short_label or place.label,
        url=reverse(place.url_name),
        icon=place.icon,
        is_current=place.url_name == current,
        is_main=is_main,
    )


def _side(request: HttpRequest, user: User) -> list[NavItem]:
    current = _current(request)
    return [_item(place, current) for place in SIDE if _is_open_to(place, user)]


def _bottom(request: HttpRequest, user: User) -> list[NavItem]:
    """Five places on a phone; who decides for others has the inbox, everybody else the camera in the middle."""
    current = _current(request)
    if _over_others(user, DECIDES) or own_cadre(user) is None:
        chosen = [place for place in DECIDER_BOTTOM if _is_open_to(place, user)][:5]
        return [_item(place, current) for place in chosen]
    return [_item(place, current, is_main=place is CAMERA) for place in CADRE_BOTTOM]


_OF_PERIODS = ("criteria:period_", "criteria:policy_", "criteria:phase_", "criteria:holiday_")
# Pages that belong under a line of the navigation which they are not the address of.
_OF_ALL_PLEDGES = tuple(
    f"criteria:{mark}"
    for mark in (
        *("pledge_list", "pledge_check", "pledge_book_", "entry_", "workbook_", "late_", "reminder_"),
        *("extension_", "check_", "midyear_list", "sample_"),
    )
)
_OF_ONE_PLEDGE = tuple(f"criteria:{mark}_" for mark in ("pledge", "item", "amendment", "midyear"))
_MEETINGS = ("criteria:event_", "criteria:attendance_")
SECTIONS = (
    ("portal:administration", ("cadres:account_", "cadres:reset_")),
    ("portal:inbox", ("portal:inbox", ":inbox", "criteria:amendment_detail")),
    ("criteria:pledge_list", _OF_ALL_PLEDGES),
    ("criteria:pledge_mine", _OF_ONE_PLEDGE),
    ("criteria:criteria_page", ("criteria:example_",)),
    (
        "criteria:programme_list",
        ("criteria:programme_", "criteria:solution_", "criteria:focus_", "criteria:copy_", *_MEETINGS),
    ),
    ("criteria:good_model_list", ("criteria:good_model_",)),
    ("criteria:period_list", ("fieldvisits:quota_", *_OF_PERIODS)),
    ("portal:administration", ("criteria:set_", "criteria:statement_")),
    ("fieldvisits:visit_list", ("fieldvisits:visit_list", "fieldvisits:followup_")),
    ("fieldvisits:visit_new", ("fieldvisits:visit_new", "fieldvisits:visit_report")),
    ("fieldvisits:plan_mine", ("fieldvisits:",)),
    ("evaluations:mine", ("evaluations:mine", "evaluations:self")),
    ("evaluations:list", ("evaluations:",)),
    ("reports:dashboard", ("reports:",)),
    ("portal:administration", ("cadres:roster_", "cadres:norm_", "cadres:newcomer_")),
    ("cadres:unit_list", ("cadres:unit_",)),
    (
        "portal:administration",
        (
            "cadres:grant_",
            "cadres:delegation_",
            "cadres:supervision_",
            "cadres:trail_",
            "cadres:data_",
            "cadres:reorganisation_",
            "cadres:hand_",
        ),
    ),
    ("cadres:cadre_list", ("cadres:",)),
    ("portal:administration", ("accounts:run_",)),
)


def _current(request: HttpRequest) -> str:
    if said := stands_under(request):
        return said
    match = request.resolver_match
    if match is None:
        return ""
    name = match.view_name or ""
    for place, marks in SECTIONS:
        if any(name.startswith(mark) if ":" in mark[1:] else name.endswith(mark) for mark in marks):
            return place
    return name


def _profile_url(user: User) -> str:
    cadre = own_cadre(user)
    return reverse("cadres:cadre_detail", args=[cadre.pk]) if cadre else ""
