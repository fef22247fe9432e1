from django import forms


class NoticeForm(forms.Form):
    """That the notice was read: a box that nobody has ticked in advance."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label="Tôi đã đọc thông báo này.",
        error_messages={"required": "Đánh dấu vào ô này sau khi đọc xong để tiếp tục."},
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        help_text="Được giữ trong nhật ký hệ thống.",
        error_messages={"required": "Ghi lý do."},
        widget=forms.Textarea(attrs={"rows": 3, "data-count-left": "300"}),
    )
