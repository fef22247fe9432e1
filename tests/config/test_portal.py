import pytest
from django.urls import reverse

from accounts.models import Notification
from cadres.models import Role
from config.shell import CADRE_BOTTOM, DECIDER_BOTTOM, SIDE
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PledgeFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period


@pytest.fixture
def t():
    return tree()


def page(client, user, url="/"):
    client.force_login(user)
    return client.get(url)


def labels(response):
    return [item.label for item in response.context["nav"]]


def test_home_greets_and_says_that_nothing_is_left(client, t):
    response = page(client, t.branch_secretary.user)
    text = response.content.decode()
    assert response.status_code == 200
    assert f"Chào đồng chí {t.branch_secretary.full_name}" in text


def test_home_is_private(client):
    assert client.get("/").url == "/dang-nhap/?next=/"


def test_plain_cadre_sees_no_lists_of_people(client, t):
    shown = labels(page(client, t.department_staff.user))
    assert "Cán bộ" not in shown
    assert "Chờ duyệt" not in shown
    assert shown[0] == "Việc cần làm"
    assert shown[-1] == "Trợ giúp"


def test_secretary_sees_inbox_and_people(client, t):
    shown = labels(page(client, t.base_secretary.user))
    assert {"Chờ duyệt", "Đơn vị"} - set(shown) <= {"Đơn vị"}
    assert "Chờ duyệt" in shown


def test_party_representative_has_no_pledge(client, t):
    user = with_role(Role.PARTY_REP, t.district)
    shown = labels(page(client, user))
    assert "Bản đăng ký" not in shown
    assert "/don-vi/neu-guong/" not in page(client, user, "/tieu-chi/").text


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DEPUTY_SECRETARY])
def test_who_reminds_others_finds_their_pledges(client, t, role):
    assert "Bản đăng ký cán bộ" in labels(page(client, with_role(role, t.district)))


def test_current_page_is_marked(client, t):
    response = page(client, t.base_secretary.user, "/tro-giup/")
    assert [item.label for item in response.context["nav"] if item.is_current] == ["Trợ giúp"]


def test_papers_of_others_stand_under_another_line_than_ones_own(client, t):
    whose = {"cadre": t.base_secretary, "period": visiting_period(), "deciding_unit": t.district}
    pledge = PledgeFactory(state="approved", **whose)
    visit, plan = VisitFactory(state="reported", **whose), VisitPlanFactory(state="submitted", **whose)
    result = EvaluationFactory(state="notified", score=4, **whose)
    of_pledge = [reverse(f"criteria:{name}", args=[pledge.pk]) for name in ("pledge_versions", "midyear_detail")]
    of_pledge += [pledge.get_absolute_url(), reverse("criteria:item_detail", args=[pledge.items.first().pk])]
    of_visits = [visit.get_absolute_url(), plan.get_absolute_url()]
    own = {"Bản đăng ký": of_pledge, "Đi cơ sở": of_visits, "Kết quả rèn luyện": [result.get_absolute_url()]}
    others = {"Bản đăng ký cán bộ": of_pledge, "Chuyến đi": of_visits, "Đánh giá": [result.get_absolute_url()]}
    for user, lines in ((t.base_secretary.user, own), (t.district_secretary.user, others)):
        for label, url in ((label, url) for label, urls in lines.items() for url in urls):
            shown = page(client, user, url)
            assert [item.label for item in shown.context["nav"] if item.is_current] == [label], url


def test_post_and_initials_stand_in_the_top_bar(client, t):
    text = page(client, t.base_secretary.user).content.decode()
    assert "Đoàn phường An Bình" in text


def test_unread_notices_are_counted(client, t):
    user = t.base_secretary.user
    Notification.objects.create(to=user, kind="x", subject="Chờ", body="Chờ", key="1")
    assert "Thông báo, 1 mục chưa đọc" in page(client, user).content.decode()


def test_inbox_shows_when_nothing_waits(client, t):
    response = page(client, t.base_secretary.user, "/cho-duyet/")
    assert response.status_code == 200
    assert "Không có hồ sơ nào chờ" in response.content.decode()


def test_inbox_is_for_those_who_decide(client, t):
    assert page(client, t.department_staff.user, "/cho-duyet/").status_code == 403


def test_search_finds_people_in_scope_without_accents(client, t):
    t.base_secretary.full_name = "Đặng Thị Mỹ Hòa"
    t.base_secretary.save()
    t.other_base_secretary.full_name = "Đặng Thị Mỹ Hòa Khác"
    t.other_base_secretary.save()
    text = page(client, t.district_secretary.user, "/tim/?q=dang thi my hoa").content.decode()
    assert "<b>Đặng Thị Mỹ Hòa</b>" in text
    assert "Hòa Khác" not in text


def test_search_finds_units(client, t):
    text = page(client, t.district_secretary.user, "/tim/?q=an binh").content.decode()
    assert "<b>Đoàn phường An Bình</b>" in text
    assert "Đoàn xã An Bình" not in text


@pytest.mark.parametrize("q", ["", "   ", "%", "'", "\0", "x" * 500])
def test_search_bears_any_words(client, t, q):
    client.force_login(t.district_secretary.user)
    assert client.get("/tim/", {"q": q}).status_code == 200


def test_search_asks_the_same_queries_for_many(client, t, django_assert_num_queries):
    client.force_login(t.province_secretary.user)
    client.get("/tim/?q=tran")
    with django_assert_num_queries(13):
        client.get("/tim/?q=tran")


def test_help_names_the_secretary_who_decides(client, t):
    text = page(client, t.branch_secretary.user, "/tro-giup/").content.decode()
    assert t.base_secretary.full_name in text


def test_help_begins_with_the_page_of_ones_own_role(client, t):
    assert page(client, t.base_secretary.user, "/tro-giup/").context["guide"].slug == "bi-thu"
    assert page(client, with_role(Role.ORG_STAFF, t.province), "/tro-giup/").context["guide"].slug == "ban-to-chuc"
    assert page(client, t.department_staff.user, "/tro-giup/").context["guide"].slug == "can-bo"


def test_help_for_somebody_without_a_post(client, t):
    text = page(client, UserFactory(), "/tro-giup/can-bo/").content.decode()
    assert "Ban Tổ chức - Kiểm tra" in text


def test_help_of_an_unknown_role_is_404(client, t):
    assert page(client, t.base_secretary.user, "/tro-giup/vua/").status_code == 404


def test_view_settings_are_kept_in_cookies_and_applied(client, t):
    client.force_login(t.base_secretary.user)
    response = client.post("/hien-thi/", {"size": "lg", "next": "/tro-giup/"})
    assert response.url == "/tro-giup/"
    client.post("/hien-thi/", {"contrast": "more"})
    assert '<html lang="vi" data-size="lg" data-contrast="more">' in client.get("/").content.decode()


def test_view_settings_go_nowhere_else(client, t):
    client.force_login(t.base_secretary.user)
    assert client.post("/hien-thi/", {"size": "huge", "next": "https://evil.example/"}).url == "/"
    assert "size" not in client.cookies


def test_demo_says_so_on_every_page(client, t, settings):
    settings.IS_DEMO = True
    assert "Dữ liệu minh họa." in page(client, t.base_secretary.user).content.decode()
    client.logout()
    assert "Dữ liệu minh họa." in client.get("/dang-nhap/").content.decode()
    assert "Dữ liệu minh họa." in client.get("/khong-co/").content.decode()


def test_health(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz/live").content == b"ok"
    assert client.get("/healthz/ready").content == b"ok"


@pytest.mark.parametrize("url_name", sorted({place.url_name for place in (*SIDE, *DECIDER_BOTTOM, *CADRE_BOTTOM)}))
def test_every_place_of_the_navigation_leads_somewhere(url_name):
    assert reverse(url_name).startswith("/")


def test_phone_menu_lists_every_place_of_the_side(client, t):
    text = page(client, t.district_secretary.user).content.decode()
    menu = text.split('class="rl-menu-nav"')[1].split("</nav>")[0]
    assert "Bản đăng ký cán bộ" in menu
    assert "Chương trình" in menu


def test_search_tells_alike_branches_apart(client, t):
    text = page(client, t.district_secretary.user, f"/tim/?q={t.branch.name}").content.decode()
    assert f"<b>{t.branch.name}, {t.base.name}</b>" in text


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("/dang-ky/danh-sach/", "Bản đăng ký cán bộ"),
        ("/dang-ky/con-thieu/", "Bản đăng ký cán bộ"),
        ("/dang-ky/ket-qua/", "Bản đăng ký cán bộ"),
        ("/dang-ky/giua-nam/", "Bản đăng ký cán bộ"),
        ("/dang-ky/gia-han/", "Bản đăng ký cán bộ"),
        ("/dang-ky/in-ca-don-vi/", "Bản đăng ký cán bộ"),
        ("/don-vi/neu-guong/", "Tiêu chí"),
    ],
)
def test_pages_about_pledges_stand_under_a_line_of_the_navigation(client, t, url, label):
    response = page(client, t.district_secretary.user, url)
    assert [item.label for item in response.context["nav"] if item.is_current] == [label]


@pytest.mark.parametrize("url", ["/quan-tri/giai-doan/", "/quan-tri/ngay-nghi/"])
def test_what_belongs_to_periods_stands_under_them(client, t, url):
    staff = with_role(Role.ORG_STAFF, t.province)
    response = page(client, staff, url)
    assert [item.label for item in response.context["nav"] if item.is_current] == ["Kỳ rèn luyện"]
    assert url in client.get("/quan-tri/").text
