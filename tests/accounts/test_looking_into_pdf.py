"""PDFs are looked into by a child process: sound ones are kept as they are, anything that does something is refused."""

import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from accounts.attachments import MAX_PDF_BYTES, response, store_file
from accounts.models import Attachment
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def pdf(change=None, pages=1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_script(writer: PdfWriter) -> None:
    action = DictionaryObject()
    action[NameObject("/S")] = NameObject("/JavaScript")
    action[NameObject("/JS")] = TextStringObject("app.alert('a')")
    writer.root_object[NameObject("/OpenAction")] = action


def store(content: bytes, name="Biên bản đối thoại.pdf") -> Attachment:
    return store_file(SimpleUploadedFile(name, content), by=UserFactory())


def test_a_sound_one_is_kept_and_leaves_as_a_download(settings):
    content = pdf()

    stored = store(content, "../../Biên bản <đối thoại>.pdf")

    assert (Path(settings.MEDIA_ROOT) / stored.file).read_bytes() == content
    assert (stored.kind, stored.name) == ("pdf", "Biên bản _đối thoại_.pdf")
    answer = response(stored)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(with_script), "mã chạy được"),
        (pdf(lambda w: w.add_attachment("a.exe", b"MZ")), "mã chạy được"),
        (pdf(lambda w: w.encrypt("mật khẩu")), "khóa bằng mật khẩu"),
        (pdf(pages=201), "từ 1 đến 200 trang"),
        (b"%PDF-1.7 rubbish", "Không đọc được tệp PDF"),
        (pdf()[:200], "Không đọc được tệp PDF"),
    ],
    ids=["script", "attachment", "locked", "long", "rubbish", "cut"],
)
def test_what_is_not_sound_is_refused_with_advice(content, words, settings):
    with pytest.raises(ValidationError, match=words):
        store(content)
    assert not Attachment.objects.exists()
    assert list(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == []


def test_too_heavy_is_told_in_megabytes():
    with pytest.raises(ValidationError, match="Chọn tệp PDF dưới 10 MB"):
        store(b"%PDF-" + b"0" * MAX_PDF_BYTES)
