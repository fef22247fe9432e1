import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from fieldvisits import visiting
from fieldvisits.models import VisitPhoto
from tests.factories.cadres import tree
from tests.factories.fieldvisits import VisitFactory, visiting_period


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def t():
    found = tree()
    found.visit = VisitFactory(cadre=found.base_secretary, period=visiting_period(), state="reported")
    found.photo = visiting.add_photo(found.visit, picture(), by=found.base_secretary.user)
    return found


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return SimpleUploadedFile("anh.png", out.getvalue(), content_type="image/png")


def url(name, pk):
    return reverse(f"fieldvisits:{name}", args=[pk])


@pytest.mark.parametrize(
    "who, status",
    [
        ("base_secretary", 200),
        ("base_deputy", 200),
        ("district_secretary", 200),
        ("province_secretary", 200),
        ("branch_secretary", 404),
        ("other_district_secretary", 404),
        ("other_base_secretary", 404),
    ],
)
def test_a_photo_is_seen_by_whoever_sees_the_visit(client, t, who, status):
    client.force_login(getattr(t, who).user)
    assert client.get(url("photo_file", t.photo.pk)).status_code == status


def test_a_photo_is_a_jpeg_that_nobody_else_keeps(client, t):
    assert client.get(url("photo_file", t.photo.pk)).status_code == 302
    client.force_login(t.base_secretary.user)
    answer = client.get(url("photo_file", t.photo.pk))
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).format == "JPEG"
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]


def test_photos_are_added_and_removed_by_the_person(client, t):
    client.force_login(t.base_secretary.user)
    client.post(url("photo_add", t.visit.pk), {"photo": picture()})
    assert t.visit.photos.count() == 2
    client.post(url("photo_remove", t.photo.pk))
    assert t.visit.photos.count() == 1


@pytest.mark.parametrize("who, status", [("district_secretary", 403), ("other_district_secretary", 404)])
def test_photos_of_others_are_left_alone(client, t, who, status):
    client.force_login(getattr(t, who).user)
    assert client.post(url("photo_add", t.visit.pk), {"photo": picture()}).status_code == status
    assert client.post(url("photo_remove", t.photo.pk)).status_code == status
    assert VisitPhoto.objects.count() == 1


@pytest.mark.parametrize("files", [{}, {"photo": SimpleUploadedFile("anh.jpg", b"GIF89a")}])
def test_what_is_no_photo_is_refused_with_words(client, t, files):
    client.force_login(t.base_secretary.user)
    answer = client.post(url("photo_add", t.visit.pk), files, follow=True)
    assert "ảnh" in str(next(iter(answer.context["messages"])))
    assert VisitPhoto.objects.count() == 1


def test_htmx_gets_the_photos_alone_with_what_went_wrong(client, t):
    client.force_login(t.base_secretary.user)
    headers = {"HX-Request": "true"}
    page = client.post(url("photo_add", t.visit.pk), {"photo": picture()}, headers=headers).content.decode()
    assert "2/5 ảnh" in page and "<html" not in page
    page = client.post(url("photo_add", t.visit.pk), {}, headers=headers).content.decode()
    assert "Chọn một ảnh" in page and 'role="alert"' in page
    assert "1/5 ảnh" in client.post(url("photo_remove", t.photo.pk), headers=headers).content.decode()
