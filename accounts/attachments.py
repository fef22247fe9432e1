"""Files that people send: photos are drawn anew, so nothing hidden in them is kept; PDFs are looked into."""

import hashlib
import io
import re
import subprocess
import sys
import tempfile
import uuid
import warnings
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.http import FileResponse
from django.utils import timezone
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.looking_into_pdf import ALIVE, LOCKED, MAX_PAGES, SOUND, TOO_LONG
from accounts.models import Attachment, User

MAX_PDF_BYTES = 10 * 1024 * 1024
PDF_SECONDS = 20
PDF_FAULTS = {
    LOCKED: "Tệp PDF đang khóa bằng mật khẩu. Lưu lại bản không khóa rồi gửi.",
    TOO_LONG: f"Tệp PDF phải có từ 1 đến {MAX_PAGES} trang. Tách tệp rồi gửi phần cần làm minh chứng.",
    ALIVE: "Tệp PDF có mã chạy được hoặc tệp đính kèm. In lại thành PDF (chọn In, lưu thành PDF) rồi gửi bản đó.",
}
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2560
MAX_YEAR_BYTES = 200 * 1024 * 1024
YEAR = timedelta(days=365)


def store_photo(upload: UploadedFile, *, by: User) -> Attachment:
    """Check, redraw and keep one photo. Raises ValidationError with what to do, in Vietnamese."""
    if upload.size is None or upload.size > MAX_PHOTO_BYTES:
        megabytes = (upload.size or 0) / 1024 / 1024
        raise ValidationError(f"Ảnh nặng {megabytes:.0f} MB. Chọn ảnh dưới 10 MB.")
    _check_quota(by)
    picture = _redrawn(upload)
    encoded = io.BytesIO()
    picture.save(encoded, "JPEG", quality=85, optimize=True)
    content = encoded.getvalue()
    attachment = Attachment(
        kind=Attachment.Kind.PHOTO,
        name="anh.jpg",
        size=len(content),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
    attachment.file = f"photos/{attachment.pk}.jpg"
    write_whole(Path(settings.MEDIA_ROOT) / attachment.file, content)
    attachment.save(force_insert=True)
    return attachment


def store_file(upload: UploadedFile, *, by: User) -> Attachment:
    """Keep a photo or a PDF, told apart by how the file begins. Raises ValidationError with what to do."""
    begins = upload.read(5)
    upload.seek(0)
    return store_pdf(upload, by=by) if begins == b"%PDF-" else store_photo(upload, by=by)


def store_pdf(upload: UploadedFile, *, by: User) -> Attachment:
    """Look into one PDF in a child process and keep it as it is; it only ever leaves as a download."""
    if upload.size is None or upload.size > MAX_PDF_BYTES:
        raise ValidationError(f"Tệp nặng {(upload.size or 0) / 1024 / 1024:.0f} MB. Chọn tệp PDF dưới 10 MB.")
    _check_quota(by)
    content = upload.read()
    fault = _look_into(content)
    if fault != SOUND:
        raise ValidationError(PDF_FAULTS.get(fault, "Không đọc được tệp PDF này. Xuất lại thành PDF rồi gửi."))
    name = re.sub(r"[^\w .()-]+", "_", Path(upload.name or "").stem).strip()[:80] or "minh-chung"
    attachment = Attachment(
        kind=Attachment.Kind.PDF,
        name=f"{name}.pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
    attachment.file = f"pdfs/{attachment.pk}.pdf"
    write_whole(Path(settings.MEDIA_ROOT) / attachment.file, content)
    attachment.save(force_insert=True)
    return attachment


def _look_into(content: bytes) -> int:
    """What the child found; it gets no environment: no keys, no database."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as kept:
        kept.write(content)
        kept.flush()
        command = [sys.executable, "-m", "accounts.looking_into_pdf", kept.name]
        try:
            done = subprocess.run(  # noqa: S603
                command, cwd=settings.BASE_DIR, env={}, capture_output=True, timeout=PDF_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return TOO_LONG
    return done.returncode


def _check_quota(user: User) -> None:
    """What somebody sent within a year has a limit, so that one account cannot fill the disk."""
    recent = Attachment.objects.filter(uploaded_by=user, uploaded_at__gt=timezone.now() - YEAR)
    if (recent.aggregate(sent=Sum("size"))["sent"] or 0) >= MAX_YEAR_BYTES:
        raise ValidationError("Đã gửi hơn 200 MB ảnh và tệp trong 12 tháng. Bỏ bớt tệp cũ, hoặc báo quản trị hệ thống.")


def _redrawn(upload: UploadedFile) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            source = Image.open(upload, formats=["JPEG", "PNG", "WEBP"])
            if source.width * source.height > MAX_PIXELS:
                raise ValidationError("Ảnh quá lớn (trên 40 triệu điểm ảnh). Chụp lại ở cỡ nhỏ hơn.")
            upright = ImageOps.exif_transpose(source).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError, OSError, SyntaxError):
        raise ValidationError("Không đọc được ảnh này. Chọn ảnh JPEG, PNG hoặc WebP khác.") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    return fresh


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it; a full disk leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{uuid.uuid4().hex}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def forget(attachment: Attachment) -> None:
    """Delete a file whose owner let it go; the bytes go when the transaction holds."""
    path = Path(settings.MEDIA_ROOT) / attachment.file
    attachment.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def response(attachment: Attachment) -> FileResponse:
    """The file itself; the calling view has already fetched its owner through visible_to."""
    path = Path(settings.MEDIA_ROOT) / attachment.file
    is_photo = attachment.kind == Attachment.Kind.PHOTO
    answer = FileResponse(path.open("rb"), as_attachment=not is_photo, filename=attachment.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
