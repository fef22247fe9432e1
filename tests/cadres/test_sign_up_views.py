import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from cadres import confirming
from cadres.confirming import Post
from cadres.models import Cadre, Registration, Role
from cadres.unit_finding import offered_units
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.joining import BORN, PASSWORD, registration

SIGN_UP = "/dang-ky-tai-khoan/"
OWN = "/dang-ky-tai-khoan/cua-toi/"


@pytest.fixture
def t():
    return tree()


def typed(t, **more) -> dict[str, str]:
    words = {
        "full_name": "lê thị ngọc BÍCH",
        "birth_date": "04/03/1999",
        "unit_words": "khu phố 1",
        "unit": str(t.branch.pk),
        "position": str(position("PBT-CHIDOAN").pk),
        "phone": "0903 777 888",
        "email": "",
        "password": PASSWORD,
        "again": PASSWORD,
        "notice": "on",
        "submit_key": str(uuid4()),
    }
    return words | more


def test_signing_up_ends_on_the_waiting_page_signed_in(client, t):
    answer = client.post(SIGN_UP, typed(t), follow=True)

    made = Registration.objects.get()
    assert answer.redirect_chain == [(OWN, 302)]
    assert (made.full_name, made.birth_date, made.phone) == ("Lê Thị Ngọc Bích", BORN, "0903777888")
    assert "Chờ Đoàn phường An Bình xác" in answer.text
    assert made.user.username.upper() in answer.text


def test_the_waiting_page_is_all_there_is(client, t):
    client.post(SIGN_UP, typed(t))

    for url in ("/", "/can-bo/", "/don-vi/", "/tim/?q=a", "/thong-bao/", "/tro-giup/", "/danh-gia/", "/dang-ky/"):
        assert client.get(url).headers.get("Location") == OWN, url
    fragment = client.get("/can-bo/", headers={"HX-Request": "true"})
    assert fragment.headers["HX-Redirect"] == OWN
    for url in (OWN, f"{OWN}sua/", "/dang-ky-tai-khoan/du-lieu/", "/mat-khau/doi/", "/dang-xuat/"):
        assert client.get(url).status_code == 200, url


def test_once_confirmed_the_next_page_is_the_home_page(client, t):
    client.post(SIGN_UP, typed(t))
    asked = Registration.objects.get()
    post = Post(position("PBT-CHIDOAN"), timezone.localdate())
    confirming.confirm(asked, post, by=t.base_secretary.user, version=1)

    home = client.get("/")

    assert home.status_code == 200
    assert "Đoàn phường An Bình xác nhận đồng chí ở Chi đoàn khu phố 1, Đoàn phường An Bình ngày" in home.text
    assert client.get(SIGN_UP).url == "/"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("full_name", "Bích", "Nhập đủ họ, chữ đệm và tên"),
        ("birth_date", "31/02/1999", "ngày"),
        ("birth_date", "04/03/1899", "Kiểm tra lại năm sinh."),
        ("unit", "", "Tìm rồi chọn đơn vị"),
        ("position", "", "Chọn chức vụ đang giữ."),
        ("phone", "0903", "10 chữ số"),
        ("phone", "", "ít nhất một thứ"),
        ("email", "bich@", "ten@noi.vn"),
        ("password", "ngan", "12 ký tự"),
        ("again", "khac han mat khau", "khác nhau"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, t, field, value, says):
    answer = client.post(SIGN_UP, typed(t, **{field: value}))

    assert says in answer.text
    assert field == "full_name" or 'value="lê thị ngọc BÍCH"' in answer.text
    assert PASSWORD not in answer.text
    assert Registration.objects.count() == 0


def test_a_post_of_another_level_is_pointed_out(client, t):
    answer = client.post(SIGN_UP, typed(t, position=str(position("BT-HUYEN").pk)))

    assert "không phải chức vụ của Chi đoàn khu phố 1" in answer.text


def test_searching_without_javascript_keeps_what_was_typed(client, t):
    answer = client.post(SIGN_UP, typed(t, unit="", unit_words="AN BINH", act="search"))

    assert "lê thị ngọc BÍCH" in answer.text
    assert [unit.name for unit in answer.context["form"].offered_units()[:2]] == [
        "Đoàn phường An Bình",
        "Đoàn xã An Bình",
    ]
    assert "Chưa gửi được" not in answer.text
    assert Registration.objects.count() == 0


def test_units_are_offered_while_typing(client, t):
    answer = client.post("/dang-ky-tai-khoan/don-vi/", {"unit_words": "phu giao", "unit": str(t.branch.pk)})

    assert re.findall(r"<b>(.*?)</b>", answer.text) == ["Chi đoàn khu phố 1", "Huyện đoàn Phú Giáo"]
    assert f'value="{t.branch.pk}" checked' in answer.text
    assert "Không có đơn vị nào" in client.post("/dang-ky-tai-khoan/don-vi/", {"unit_words": "xyz"}).text


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("an bình", ["Đoàn phường An Bình", "Đoàn xã An Bình", "Chi đoàn khu phố 1"]),
        ("binh duong", ["Tỉnh đoàn Bình Dương"]),
        ("khu phố 1 an bình", ["Chi đoàn khu phố 1", "Chi đoàn khu phố 1"]),
        ("khu pho 1 phuong an binh", ["Chi đoàn khu phố 1"]),
        ("724", ["Thành đoàn Dĩ An"]),
        ("  ", []),
        ("%", []),
    ],
)
def test_a_unit_is_found_by_a_few_words(t, words, names):
    assert [unit.name for unit in offered_units(words)] == names


def test_a_machine_that_fills_in_everything_is_let_down_quietly(client, t):
    answer = client.post(SIGN_UP, typed(t, website="http://example.org"))

    assert answer.status_code == 302
    assert Registration.objects.count() == 0


def test_signing_up_too_often_from_one_address_is_stopped(client, t, settings):
    settings.ACCOUNT_RATE_LIMITS = {"registration_sent": "2/h/ip"}
    answers = []
    for n in range(3):
        client.logout()
        answers.append(client.post(SIGN_UP, typed(t, phone=f"090377788{n}")).status_code)

    assert answers == [302, 302, 429]


def test_correcting_withdrawing_and_sending_again(client, t):
    asked = registration(t.branch)
    client.force_login(asked.user)

    sent = client.post(f"{OWN}sua/", typed(t, full_name="Lê Thị Bích", version="1"), follow=True)
    assert "Đã gửi lại đăng ký" in sent.text
    withdrawn = client.post(f"{OWN}rut/", {"version": "2"}, follow=True)
    assert "Đã rút đăng" in withdrawn.text
    assert client.post(f"{OWN}rut/", {"version": "2"}).status_code == 409
    assert f'value="{t.branch.pk}" checked' in client.get(f"{OWN}sua/").text


def test_not_my_unit_needs_a_word(client, t):
    asked = registration(t.branch)
    confirming.pass_on(asked, t.other_branch, reason="Ở Phú Giáo", by=t.base_secretary.user, version=1)
    client.force_login(asked.user)

    assert "Tôi không ở đơn vị này" in client.get(OWN).text
    silent = client.post(f"{OWN}khong-dung/", {"version": "2", "reason": " "}, follow=True)
    said = client.post(f"{OWN}khong-dung/", {"version": "2", "reason": "Tôi ở Dĩ An"}, follow=True)

    assert "Ghi đồng chí đang ở đơn vị nào" in silent.text
    assert "Đã báo đơn vị cấp trên" in said.text
    assert Registration.objects.get().deciding_unit == t.other_district


def test_contesting_a_confirmation_closes_the_portal_again(client, t):
    asked = registration(t.branch)
    confirming.confirm(asked, Post(position("PBT-CHIDOAN"), dt.date(2024, 1, 1)), by=t.base_secretary.user, version=1)
    client.force_login(asked.user)
    assert client.get("/").status_code == 200

    client.post(f"{OWN}khong-dung/", {"version": "2", "reason": "Tôi ở khu phố 2"})

    assert client.get("/").url == OWN


def test_who_never_signed_up_has_no_such_page(client, t):
    client.force_login(t.branch_secretary.user)

    assert client.get(OWN).status_code == 404


def test_asking_for_a_card_tells_who_hands_them_out(client, t):
    cadre = CadreFactory(full_name="Lê Thị Ngọc Bích", birth_date=BORN)
    AppointmentFactory(cadre=cadre, unit=t.branch, position=position("PBT-CHIDOAN"))
    words = {"full_name": "le thi ngoc bich", "birth_date": "04/03/1999", "phone": "0903777888"}

    for _ in range(2):
        client.post("/kich-hoat/xin-phieu/", words)

    notice = Notification.objects.get(kind="account.card_asked")
    assert (notice.to, notice.url) == (t.base_secretary.user, cadre.get_absolute_url())


def test_nobody_is_told_of_who_is_not_listed_or_has_an_account(client, t):
    Cadre.objects.filter(pk=t.branch_secretary.pk).update(full_name="Lê Thị Ngọc Bích", birth_date=BORN)
    words = {"full_name": "Lê Thị Ngọc Bích", "birth_date": "04/03/1999", "phone": "0903777888"}

    answer = client.post("/kich-hoat/xin-phieu/", words, follow=True)

    assert "Đã nhận lời xin" in answer.text
    assert not Notification.objects.filter(kind="account.card_asked").exists()


def test_the_sign_in_page_leads_to_each_way_in(client):
    page = client.get("/dang-nhap/").text

    assert [url in page for url in ("/kich-hoat/", SIGN_UP, "/mat-khau/ma-doc/")] == [True] * 3


def test_inviting_ends_on_card_and_link(client, t):
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    new = "/quan-tri/tai-khoan/moi/"
    words = {"full_name": "trần thị thu hà", "email": "ha@example.org", "submit_key": str(uuid4())}

    made = client.post(new, words, follow=True)
    again = client.post(new, words, follow=True)
    clash = client.post(new, words | {"submit_key": str(uuid4())})

    (url, _), *_ = made.redirect_chain
    assert "Trần Thị Thu Hà" in made.text
    assert again.redirect_chain == made.redirect_chain
    assert "đã có trong Cổng" in clash.text
    card = client.post(f"{url}phieu/")
    assert len(card.context["sheets"][0][0].code) == 14
    assert "ngày sinh" not in card.text
    assert "Đã gửi liên kết" in client.post(f"{url}lien-ket/", follow=True).text
    assert "Trần Thị Thu Hà" in client.get(new).text
    trail = client.get(url).text
    assert [word in trail for word in ("Mời lập tài khoản", "Cấp mã kích hoạt", "Gửi liên kết kích hoạt")] == [True] * 3
    client.force_login(t.other_base_secretary.user)
    assert client.get(url).status_code == 404
    assert client.post(f"{url}phieu/").status_code == 404
    assert client.get(reverse("cadres:invitation_new")).status_code == 200
