"""Photos are drawn anew: nothing hidden is kept, nothing but a photo gets in."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.attachments import store_photo
from accounts.models import Attachment
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def photo(size=(80, 60), kind="JPEG", **extra) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **extra)
    return out.getvalue()


def test_metadata_and_tail_are_gone(settings):
    exif = Image.Exif()
    exif[0x010E] = "Nhà của Lan"
    content = photo(exif=exif, comment=b"bi mat") + b"<?php evil() ?>"

    stored = store_photo(upload(content), by=UserFactory())

    kept = (Path(settings.MEDIA_ROOT) / stored.file).read_bytes()
    assert not any(secret in kept for secret in ("Nhà của Lan".encode(), b"bi mat", b"php"))
    assert dict(Image.open(io.BytesIO(kept)).getexif()) == {}
    assert stored.file == f"photos/{stored.pk}.jpg"


def test_large_photos_are_made_smaller():
    stored = store_photo(upload(photo(size=(4000, 1000))), by=UserFactory())

    assert (stored.width, stored.height) == (2560, 640)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%!PS-Adobe-3.0 EPSF", "Không đọc được ảnh này"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Không đọc được ảnh này"),
        (photo()[:200], "Không đọc được ảnh này"),
        (b"x" * (10 * 1024 * 1024 + 1), "Chọn ảnh dưới 10 MB"),
        (photo(size=(13000, 13000), kind="PNG"), "ảnh"),
    ],
    ids=["eps", "svg", "truncated", "heavy", "pixel bomb"],
)
def test_other_files_are_refused(content, message):
    with pytest.raises(ValidationError, match=message):
        store_photo(upload(content), by=UserFactory())

    assert Attachment.objects.count() == 0
