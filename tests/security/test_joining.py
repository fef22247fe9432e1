"""Checklist items 13 and T13 of coming in: no account has a default password, no answer tells who is listed."""

import datetime as dt
import io
import re
import statistics
import time
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import AuditEvent, Job, User
from cadres import activating, reset_codes
from cadres.models import Activation, Cadre, ResetCode
from tests.factories import lists
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree
from tests.factories.joining import BORN

PASSWORD = "rừng xanh núi đỏ"
MASKED = re.compile(r'(name="(?:csrfmiddlewaretoken|submit_key)" value=")[^"]*|DK-\w{6}|\d\d/\d\d/\d{4}, \d\d:\d\d')


@pytest.fixture
def t():
    return tree()


@pytest.fixture
def newcomer(t):
    cadre = CadreFactory(full_name="Lê Thị Ngọc Bích", birth_date=BORN, phone="0903777888", email="bich@example.org")
    AppointmentFactory(cadre=cadre, unit=t.branch, position=position("PBT-CHIDOAN"))
    return cadre


def masked(answer) -> str:
    return MASKED.sub(r"\1", answer.text)


def link_to(cadre: Cadre, by: User) -> str:
    activating.send_links([cadre], by=by)
    outbox.work_due()
    return re.search(r"http\S+(/kich-hoat/lien-ket/\S+)", mail.outbox[-1].body).group(1)


def test_13_an_import_makes_no_account_at_all():
    lists.district("721")
    before = User.objects.count()

    call_command("import_cadres", str(lists.GOOD), "--unit", "721", stdout=io.StringIO())

    assert (Cadre.objects.count(), Cadre.objects.filter(user=None).count()) == (40, 40)
    assert User.objects.count() == before


def test_13_an_invited_user_has_no_usable_password(client, t):
    user = activating.invite(full_name="Trần Thị Thu Hà", email="ha@example.org", phone="", by=t.base_secretary.user)

    assert user.has_usable_password() is False
    assert client.login(username=user.username, password="") is False


def test_13_an_activation_link_opens_once(client, newcomer, t):
    link = link_to(newcomer, t.base_secretary.user)
    assert client.get(link).status_code == 200
    assert client.get(link).status_code == 200  # looking does not use it up: mail programs look first

    opened = client.post(link, {"password": PASSWORD, "again": PASSWORD})
    second = client.post(link, {"password": "cau khac de nho 2023", "again": "cau khac de nho 2023"})

    assert opened.url == "/dang-nhap/"
    assert (second.status_code, client.get(link).status_code) == (410, 410)
    assert "xin đơn vị gửi lại liên kết" in second.text
    assert User.objects.get(cadre=newcomer).check_password(PASSWORD)


def test_13_an_activation_link_lasts_72_hours(client, newcomer, t):
    link = link_to(newcomer, t.base_secretary.user)

    with time_machine.travel(timezone.now() + dt.timedelta(hours=71, minutes=59)):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(hours=72, seconds=1)):
        assert client.get(link).status_code == 410
        assert client.post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 410
    assert Cadre.objects.get(pk=newcomer.pk).user is None


def test_13_a_newer_link_voids_the_older_one(client, newcomer, t):
    older = link_to(newcomer, t.base_secretary.user)
    newer = link_to(newcomer, t.base_secretary.user)

    assert (client.get(older).status_code, client.get(newer).status_code) == (410, 200)
    assert client.get("/kich-hoat/lien-ket/khong-co/").status_code == 410


def test_13_no_secret_lies_in_a_table(newcomer, t):
    by = t.base_secretary.user
    token = link_to(newcomer, by).rstrip("/").rsplit("/", 1)[1]
    ((_, code),) = activating.issue([newcomer], by=by)
    spoken = reset_codes.give(t.branch_secretary, by=by)

    kept = [list(model.objects.values()) for model in (Activation, ResetCode, Job, AuditEvent)]
    written = str(kept)

    assert [secret in written for secret in (token, code, code.replace("-", ""), spoken, spoken.replace(" ", ""))] == [
        False
    ] * 5


def sign_up(client, t, **more):
    words = {
        "full_name": "Lê Thị Ngọc Bích",
        "birth_date": "04/03/1999",
        "unit": str(t.branch.pk),
        "position": str(position("PBT-CHIDOAN").pk),
        "phone": "0903777888",
        "email": "bich@example.org",
        "password": PASSWORD,
        "again": PASSWORD,
        "notice": "on",
        "submit_key": str(uuid4()),
    }
    client.logout()
    return client.post(reverse("cadres:sign_up"), words | more, follow=True)


def test_T13_signing_up_answers_the_same_for_who_is_listed(client, t):
    unknown = masked(sign_up(client, t))
    listed = CadreFactory(full_name="Lê Thị Ngọc Bích", birth_date=BORN, phone="0903777888", email="bich@example.org")
    AppointmentFactory(cadre=listed, unit=t.branch, position=position("PBT-CHIDOAN"))
    in_the_list = masked(sign_up(client, t))
    Cadre.objects.filter(pk=listed.pk).update(
        user=User.objects.create(username=listed.code.lower(), email="bich@example.org")
    )
    with_account = masked(sign_up(client, t))

    assert unknown == in_the_list == with_account


def test_T13_a_weak_form_answers_the_same_for_who_is_listed(client, t, newcomer):
    listed = masked(sign_up(client, t, password="ngan", again="ngan"))
    newcomer.appointments.all().delete()
    newcomer.delete()

    assert masked(sign_up(client, t, password="ngan", again="ngan")) == listed


def test_T13_asking_for_a_card_answers_the_same_for_everybody(client, t, newcomer):
    def ask(name):
        words = {"full_name": name, "birth_date": "04/03/1999", "phone": "0903777888"}
        return masked(client.post(reverse("cadres:card_ask"), words, follow=True))

    assert ask("Lê Thị Ngọc Bích") == ask("Người Không Có")


def test_T13_a_wrong_card_answers_the_same_whether_it_exists(client, t, newcomer):
    ((_, code),) = activating.issue([newcomer], by=t.base_secretary.user)
    used = activating.issue([newcomer], by=t.base_secretary.user)[0][1]
    typed = {"birth_date": "01/01/2000", "password": PASSWORD, "again": PASSWORD}

    def answer(tried):
        return masked(client.post(reverse("cadres:activate"), typed | {"code": tried})).replace(tried, "")

    assert answer(used) == answer(code) == answer("AAAA-BBBB-CCCC")


def use_code(client, name, code):
    typed = {"login": name, "code": code, "password": PASSWORD, "again": PASSWORD}
    return client.post(reverse("cadres:reset_code_use"), typed)


def test_T13_a_wrong_spoken_code_answers_the_same_for_unknown_people(client, t):
    reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    with_code, without, unknown = t.branch_secretary.code, t.base_deputy.code, "CB-AAAAAA"

    bodies = [masked(use_code(client, name, "00000000")).replace(name, "") for name in (with_code, without, unknown)]

    assert bodies[0] == bodies[1] == bodies[2]
    assert "Tên hoặc mã chưa khớp" in bodies[0]


def test_T13_a_wrong_spoken_code_takes_as_long_for_unknown_people(client, t, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    reset_codes.give(t.branch_secretary, by=t.base_secretary.user)

    times = {name: [] for name in (t.branch_secretary.code, t.base_deputy.code, "CB-AAAAAA")}
    for _ in range(30):  # in turn, so that whatever else the machine does falls on all alike
        for name, taken in times.items():
            began = time.perf_counter()
            use_code(client, name, "00000000")
            taken.append(time.perf_counter() - began)

    medians = [statistics.median(taken) for taken in times.values()]
    assert max(medians) / min(medians) < 1.3
