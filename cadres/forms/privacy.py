"""Forms about one's own data: what is asked, what is answered, and the confirmation before data goes for good."""

from django import forms

from cadres.models import DataRequest


class DataRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label="Đề nghị",
        choices=DataRequest.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn sửa hay xóa dữ liệu."},
    )
    text = forms.CharField(
        label="Nội dung",
        max_length=2000,
        help_text="Dữ liệu nào, đúng phải là gì, căn cứ nào.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Viết rõ dữ liệu nào, vì sao."},
    )


class DataAnswerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=[(s.value, s.label) for s in DataRequest.State if s != "received"])
    text = forms.CharField(
        label="Trả lời",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Viết câu trả lời: sẽ làm gì, đã làm gì, hoặc vì sao không làm được."},
    )


class ForgetForm(forms.Form):
    understood = forms.BooleanField(
        label="Tôi đã đọc và hiểu việc này không hoàn tác được",
        error_messages={"required": "Đánh dấu vào ô xác nhận rồi bấm Xóa."},
    )
    reason = forms.CharField(
        label="Căn cứ", max_length=200, error_messages={"required": "Ghi căn cứ, ví dụ số yêu cầu hoặc văn bản."}
    )
