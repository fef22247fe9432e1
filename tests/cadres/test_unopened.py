import re

import pytest
from django.urls import reverse

from cadres import activating, unopened
from cadres.models import Activation, Appointment, Cadre
from cadres.papers import cards
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree


@pytest.fixture
def t():
    t = tree()
    t.without = [CadreFactory(full_name=f"Đinh Văn {n}", email=f"v{n}@example.org" if n else "") for n in range(3)]
    for cadre in t.without:
        AppointmentFactory(cadre=cadre, unit=t.branch, position=position("PBT-CHIDOAN"))
    return t


def test_who_has_no_account_is_counted_by_main_posts(t):
    AppointmentFactory(cadre=t.without[0], unit=t.base, position=position("TPT-DOI"), is_main=False)

    whole = unopened.tally(t.base)

    assert (whole.without, whole.total, whole.opened) == (3, 6, 3)
    assert [(line.unit, line.without, line.total) for line in unopened.tally_below(t.base)] == [(t.branch, 3, 4)]
    assert {line.unit: line.without for line in unopened.tally_below(t.province)} == {
        t.department: 0,
        t.district: 3,
        t.other_district: 0,
    }


def test_a_card_that_works_is_not_printed_again(t):
    activating.issue([t.without[0]], by=t.base_secretary.user)
    assert list(unopened.to_print(t.base)) == t.without[1:]

    Activation.objects.update(misses=Activation.MAX_MISSES)
    assert list(unopened.to_print(t.base)) == t.without


def test_links_go_to_those_with_an_address_and_none_that_works(t):
    activating.send_links([t.without[1]], by=t.base_secretary.user)

    assert list(unopened.to_mail(t.base)) == [t.without[2]]


def test_the_list_shows_what_became_of_each_card(client, t):
    activating.issue([t.without[0]], by=t.base_secretary.user)
    client.force_login(t.base_secretary.user)

    page = client.get(reverse("cadres:unopened_list", args=[t.base.pk]))

    assert "hoạt 3/6" in page.text
    assert [[a.standing for a in cadre.unused_activations] for cadre in page.context["page"]] == [["open"], [], []]
    assert page.text.count("In lại") == 1


def test_sheets_of_eight_carry_the_code_and_a_drawing(client, t):
    for n in range(7):
        AppointmentFactory(cadre=CadreFactory(full_name=f"Võ Văn {n}"), unit=t.base, position=position("TPT-DOI"))
    client.force_login(t.base_secretary.user)

    page = client.post(reverse("cadres:code_issue_unit", args=[t.base.pk]))

    assert [len(sheet) for sheet in page.context["sheets"]] == [8, 2]
    card = page.context["sheets"][0][0]
    assert card.place == "Phó Bí thư chi đoàn, Chi đoàn khu phố 1, Đoàn phường An Bình"
    assert (card.sign_in_name, card.code in page.text) == (t.without[0].code, True)
    assert len(re.findall(r'<img src="data:image/svg\+xml', page.text)) == 10
    assert "mật khẩu:" not in page.text.lower()


def test_a_second_printing_goes_on_with_who_is_left(client, t, monkeypatch):
    monkeypatch.setattr("cadres.views.accounts.AT_ONCE", 2)
    client.force_login(t.base_secretary.user)
    url = reverse("cadres:code_issue_unit", args=[t.base.pk])

    printed = [[cadre for cadre, _ in client.post(url).context["issued"]] for _ in range(3)]

    assert printed == [t.without[:2], t.without[2:], []]


def test_the_drawing_opens_the_page_with_the_code_behind_the_hash(t):
    cadre = Cadre.objects.with_posts().get(pk=t.without[0].pk)
    card = cards.card_of_cadre(cadre, "7K4P-2XQM-9TRA")

    assert cards.address().endswith("/kich-hoat/")
    assert card.drawing.startswith("data:image/svg+xml")
    assert card.asks_birth_date


def test_links_are_sent_to_all_at_once(client, t):
    client.force_login(t.base_secretary.user)

    answer = client.post(reverse("cadres:link_send_unit", args=[t.base.pk]), follow=True)

    assert "Đã gửi 2 liên kết" in answer.text
    assert Activation.objects.filter(way="link").count() == 2


def test_one_link_is_sent_from_the_page_of_the_person(client, t):
    client.force_login(t.base_secretary.user)

    with_address = client.post(reverse("cadres:link_send", args=[t.without[1].pk]), follow=True)
    without = client.post(reverse("cadres:link_send", args=[t.without[0].pk]), follow=True)

    assert "Đã gửi liên kết" in with_address.text
    assert "chưa có e-mail" in without.text


def test_another_base_has_no_business_here(client, t):
    client.force_login(t.other_base_secretary.user)

    assert client.get(reverse("cadres:unopened_list", args=[t.base.pk])).status_code == 404
    assert client.post(reverse("cadres:code_issue", args=[t.without[0].pk])).status_code == 404
    assert client.post(reverse("cadres:code_issue_unit", args=[t.base.pk])).status_code == 404


def test_the_district_secretary_hands_out_cards_too(client, t):
    client.force_login(t.district_secretary.user)

    assert client.post(reverse("cadres:code_issue", args=[t.without[0].pk])).status_code == 200


def test_the_list_costs_the_same_with_more_people(client, t, query_count):
    client.force_login(t.base_secretary.user)
    url = reverse("cadres:unopened_list", args=[t.base.pk])
    with_three = query_count(url)
    for n in range(20):
        AppointmentFactory(cadre=CadreFactory(full_name=f"Võ Văn {n}"), unit=t.branch)

    assert query_count(url) == with_three


def test_a_unit_where_all_have_accounts_says_so(client, t):
    Appointment.objects.filter(cadre__in=t.without).delete()
    client.force_login(t.base_secretary.user)

    page = client.get(reverse("cadres:unopened_list", args=[t.base.pk])).text

    assert "Mọi cán bộ ở đây đã có tài khoản" in page


@pytest.mark.parametrize(("who", "unit"), [("base_secretary", "base"), ("district_secretary", "district")])
def test_the_way_from_the_page_of_administration_leads_to_the_highest_unit(client, t, who, unit):
    client.force_login(getattr(t, who).user)

    answer = client.get(reverse("cadres:unopened_home"))

    assert answer.url == reverse("cadres:unopened_list", args=[getattr(t, unit).pk])
    assert reverse("cadres:unopened_home") in client.get("/quan-tri/").text
