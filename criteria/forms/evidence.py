from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class EvidenceForm(forms.Form):
    """A file or a link, never both at once: each piece is one thing that can be taken down by itself."""

    file = forms.FileField(
        label="Ảnh hoặc tệp PDF",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="Ảnh JPEG, PNG, WebP hoặc PDF, dưới 10 MB. Cổng xóa tọa độ và thông tin ẩn trong ảnh.",
    )
    link = forms.URLField(
        label="Hoặc liên kết",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Dán cả liên kết, ví dụ https://tinhdoan.vn/tin-tuc/123."},
    )
    caption = forms.CharField(
        label="Chú thích",
        required=False,
        max_length=150,
        help_text="Việc gì, ngày nào. Ví dụ: Biên bản đối thoại ngày 20/05.",
    )

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError("Chỉ nhận liên kết http hoặc https.")
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if bool(data.get("file")) == bool(data.get("link")):
            both = bool(data.get("link"))
            self.add_error("link" if both else "file", "Mỗi lần chỉ một ảnh, một tệp hoặc một liên kết.")
        return data

    @property
    def upload(self) -> UploadedFile | None:
        return self.cleaned_data.get("file")


class TakeDownForm(forms.Form):
    reason = forms.CharField(
        label="Lý do gỡ",
        max_length=300,
        error_messages={"required": "Ghi lý do gỡ, ví dụ: gửi nhầm tệp, có nội dung không được phép đăng."},
    )
