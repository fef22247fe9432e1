import io
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.documents import StaleDocument
from accounts.models import Attachment, AuditEvent
from criteria import evidencing, rules
from criteria.models import Progress
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory


@pytest.fixture
def t(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    t = tree()
    t.period = PeriodFactory()
    t.pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved", deciding_unit=t.district)
    t.item = t.pledge.items.first()
    t.programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved", deciding_unit=t.district)
    t.solution = t.programme.solutions.get()
    t.owner = t.base_secretary.user
    return t


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    return SimpleUploadedFile("bien-ban.jpg", out.getvalue(), "image/jpeg")


def files(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize("whose", ["item", "solution"])
def test_a_photo_is_shown_and_taken_down_for_good(t, whose, settings, client, django_capture_on_commit_callbacks):
    owner = getattr(t, whose)
    client.force_login(t.owner)
    added = client.post(
        reverse(f"criteria:{whose}_evidence_add", args=[owner.pk]), {"file": photo(), "caption": "Biên bản 20/05"}
    )
    evidence = owner.evidences.get()
    page = client.get(added.url).content.decode()
    assert "Biên bản 20/05" in page
    assert client.get(reverse(f"criteria:{whose}_evidence_file", args=[evidence.pk])).status_code == 200

    client.force_login(t.district_secretary.user)
    down = reverse(f"criteria:{whose}_evidence_take_down", args=[evidence.pk])
    assert client.post(down, {"reason": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        client.post(down, {"reason": "Có dấu Mật"})

    assert files(settings) == []
    assert not Attachment.objects.exists()
    assert client.get(reverse(f"criteria:{whose}_evidence_file", args=[evidence.pk])).status_code == 404
    assert "Có dấu Mật" in client.get(added.url).content.decode()
    verbs = AuditEvent.objects.filter(verb__startswith="evidence.").order_by("seq")
    assert [(e.verb, e.actor_id, e.reason) for e in verbs] == [
        ("evidence.attached", t.owner.pk, ""),
        ("evidence.taken_down", t.district_secretary.user.pk, "Có dấu Mật"),
    ]
    with pytest.raises(StaleDocument):
        evidencing.take_down(evidence, by=t.district_secretary.user, reason="lần nữa")


def test_a_link_is_shown_and_never_fetched(t, client):
    client.force_login(t.owner)
    url = reverse("criteria:item_evidence_add", args=[t.item.pk])

    assert client.post(url, {"link": "ftp://may/tep"}).status_code == 422
    assert client.post(url, {"link": "javascript:alert(1)"}).status_code == 422
    answer = client.post(url, {"link": "https://tinhdoan.vn/tin/1", "file": photo()})
    assert "Mỗi lần chỉ một" in answer.content.decode()
    client.post(url, {"link": "https://tinhdoan.vn/tin/1"})

    assert [evidence.link for evidence in t.item.evidences.all()] == ["https://tinhdoan.vn/tin/1"]


def test_nobody_else_attaches_and_a_neighbour_takes_nothing_down(t):
    with pytest.raises(PermissionDenied):
        evidencing.attach_link(t.item, "https://a.vn", by=t.base_deputy.user)
    evidence = evidencing.attach_link(t.item, "https://a.vn", by=t.owner)
    with pytest.raises(PermissionDenied):
        evidencing.take_down(evidence, by=t.other_base_secretary.user, reason="không phải việc mình")
    assert rules.may_take_down(t.owner, evidence)


def test_nothing_is_attached_to_what_is_not_in_force(t, settings):
    t.item.progress, t.item.progress_note = Progress.DROPPED, "đổi việc"
    t.item.save()
    with pytest.raises(StaleDocument):
        evidencing.attach_file(t.item, photo(), by=t.owner)
    t.period.state = "closed"
    t.period.save()
    with pytest.raises(StaleDocument):
        evidencing.attach_link(t.pledge.items.last(), "https://a.vn", by=t.owner)
    assert files(settings) == []


def test_ten_pieces_are_enough(t):
    for n in range(rules.MOST_EVIDENCE):
        evidencing.attach_link(t.item, f"https://a.vn/{n}", by=t.owner)
    with pytest.raises(ValidationError, match="nhiều nhất 10 minh chứng"):
        evidencing.attach_link(t.item, "https://a.vn/nua", by=t.owner)
    evidencing.take_down(t.item.evidences.first(), by=t.owner, reason="nhầm")
    evidencing.attach_link(t.item, "https://a.vn/nua", by=t.owner)
