"""Files that people send and fetch; the numbers are those of docs/security.md."""

import io
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts import attachments
from accounts.models import Attachment
from fieldvisits import visiting
from fieldvisits.models import VisitPhoto
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree
from tests.factories.fieldvisits import VisitFactory, visiting_period


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(size=(40, 30), kind="JPEG", **extra) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **extra)
    return SimpleUploadedFile("nha-cua-lan.jpg", out.getvalue(), content_type="image/jpeg")


def located() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0131] = "May anh cua Lan"
    return exif


def test_34_a_stored_photo_says_nothing_of_where_and_with_what(settings):
    sent = picture(exif=located(), comment=b"rieng tu", xmp=b"<x:xmpmeta>rieng tu</x:xmpmeta>")
    stored = attachments.store_photo(sent, by=UserFactory())

    kept = (Path(settings.MEDIA_ROOT) / stored.file).read_bytes()
    with Image.open(io.BytesIO(kept)) as photo:
        assert dict(photo.getexif()) == {}
        assert {"comment", "exif", "xmp"} & set(photo.info) == set()
    sent.seek(0)
    assert kept != sent.read()
    assert uuid.UUID(Path(stored.file).stem) == stored.pk
    assert "lan" not in stored.file


@pytest.fixture
def visit():
    found = tree()
    found.visit = VisitFactory(cadre=found.base_secretary, period=visiting_period(), state="logged")
    return found


@pytest.mark.parametrize(
    "content",
    [
        picture((13_000, 13_000), "PNG").read(),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>a()</script></svg>",
        picture().read()[:300],
    ],
    ids=["13000 pixels square", "eps as jpg", "svg", "truncated"],
)
def test_35_what_is_no_photo_is_refused(client, visit, content):
    client.force_login(visit.base_secretary.user)
    answer = client.post(
        reverse("fieldvisits:photo_add", args=[visit.visit.pk]),
        {"photo": SimpleUploadedFile("anh.jpg", content, content_type="image/jpeg")},
    )

    assert answer.status_code in {302, 400, 422}
    assert (VisitPhoto.objects.count(), Attachment.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["branch_secretary", "other_district_secretary", "department_staff"])
def test_36_a_photo_has_no_address_for_others(client, visit, who):
    photo = visiting.add_photo(visit.visit, picture(), by=visit.base_secretary.user)
    client.force_login(getattr(visit, who).user)

    assert client.get(reverse("fieldvisits:photo_file", args=[photo.pk])).status_code == 404
    for address in (f"/media/{photo.attachment.file}", f"/protected/{photo.attachment.file}"):
        assert client.get(address).status_code == 404


def test_36_a_file_says_what_it_is_and_is_not_guessed_at(client, visit):
    photo = visiting.add_photo(visit.visit, picture(), by=visit.base_secretary.user)
    client.force_login(visit.base_secretary.user)
    answer = client.get(reverse("fieldvisits:photo_file", args=[photo.pk]))

    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "image/jpeg")
    assert "anh.jpg" in answer["Content-Disposition"]


def test_36_nginx_serves_no_folder_of_files():
    server = (Path(__file__).resolve().parents[2] / "docker/nginx.conf").read_text()
    assert not any(word in server for word in ("alias ", "root ", "autoindex"))


def test_37_a_sixth_photo_of_a_visit_is_refused(visit):
    for _ in range(5):
        visiting.add_photo(visit.visit, picture(), by=visit.base_secretary.user)
    with pytest.raises(ValidationError):
        visiting.add_photo(visit.visit, picture(), by=visit.base_secretary.user)
    assert VisitPhoto.objects.count() == 5


def test_37_a_year_has_a_limit(monkeypatch):
    sender, other = UserFactory(), UserFactory()
    first = attachments.store_photo(picture(), by=sender)
    monkeypatch.setattr(attachments, "MAX_YEAR_BYTES", first.size)

    with pytest.raises(ValidationError, match="200 MB"):
        attachments.store_photo(picture(), by=sender)
    assert attachments.store_photo(picture(), by=other).size == first.size
