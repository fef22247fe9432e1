"""The page of search and what its dialog gets while somebody types."""

import pytest

from cadres.models import Cadre
from tests.factories.cadres import AppointmentFactory, CadreFactory, tree

HTMX = {"HX-Request": "true"}


@pytest.fixture
def t():
    return tree()


def test_the_dialog_gets_the_results_alone(client, t):
    client.force_login(t.district_secretary.user)

    piece = client.get("/tim/", {"q": "an binh"}, headers=HTMX).text

    assert "<b>Đoàn phường An Bình</b>" in piece
    assert "<html" not in piece


def test_the_dialog_shows_a_few_and_leads_to_all(client, t):
    client.force_login(t.province_secretary.user)
    for number in range(9):
        AppointmentFactory(cadre=CadreFactory(full_name=f"Đặng Văn Hải {number}"), unit=t.base)

    piece = client.get("/tim/", {"q": "dang van hai"}, headers=HTMX)
    page = client.get("/tim/", {"q": "dang van hai"})

    assert (len(piece.context["cadres"]), len(page.context["cadres"])) == (6, 9)
    assert 'href="/can-bo/?q=dang%20van%20hai"' in piece.text


def test_those_called_so_come_before_those_with_the_word_elsewhere(client, t):
    for name in ("Hải Văn Ân", "Lê Văn Hải", "Bùi Thị Hải Anh", "Đỗ Hải"):
        AppointmentFactory(cadre=CadreFactory(full_name=name), unit=t.base)
    client.force_login(t.district_secretary.user)

    def found(q):
        return [cadre.full_name for cadre in client.get("/tim/", {"q": q}).context["cadres"]]

    assert found("hải") == ["Đỗ Hải", "Lê Văn Hải", "Bùi Thị Hải Anh", "Hải Văn Ân"]
    assert found("hai le") == ["Lê Văn Hải"]


def test_one_letter_is_too_little(client, t):
    client.force_login(t.province_secretary.user)

    assert "Gõ thêm một chữ nữa." in client.get("/tim/", {"q": "a"}).text


def test_nobody_out_of_reach_is_found_by_phone_or_address(client, t):
    Cadre.objects.filter(pk=t.other_base_secretary.pk).update(phone="0912345678", email="xa@example.org")
    client.force_login(t.district_secretary.user)

    for words in ("0912345678", "xa@example.org", t.other_base_secretary.code):
        assert "Không có tên nào khớp" in client.get("/tim/", {"q": words}).text
    client.force_login(t.province_secretary.user)
    assert f"<b>{t.other_base_secretary.full_name}</b>" in client.get("/tim/", {"q": "+84 912 345 678"}).text


def test_every_page_has_the_dialog(client, t):
    client.force_login(t.branch_secretary.user)

    assert 'id="tim-o-moi-noi"' in client.get("/").text
