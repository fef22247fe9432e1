"""Files that people send: photos are decoded and drawn anew, so nothing hidden in them is kept."""

import hashlib
import io
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

from accounts.models import Attachment, User

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


def _check_quota(user: User) -> None:
    """What somebody sent within a year has a limit, so that one account cannot fill the disk."""
    recent = Attachment.objects.filter(uploaded_by=user, uploaded_at__gt=timezone.now() - YEAR)
    if (recent.aggregate(sent=Sum("size"))["sent"] or 0) >= MAX_YEAR_BYTES:
        raise ValidationError("Đã gửi hơn 200 MB ảnh trong 12 tháng. Bỏ bớt ảnh cũ, hoặc báo quản trị hệ thống.")


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
