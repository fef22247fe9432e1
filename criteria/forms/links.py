"""The step of links: Chương trình rèn luyện đoàn viên and the yearly work plan."""

from typing import Any

from django import forms

from criteria.models import Pledge, PledgeLinks
from criteria.pledging import LinksDraft


class LinksForm(forms.Form):
    has_youth_programme = forms.ChoiceField(
        label="Chương trình rèn luyện đoàn viên năm nay",
        choices=[("yes", "Đã đăng ký"), ("no", "Chưa đăng ký")],
        required=False,
    )
    youth_programme_no = forms.CharField(label="Số hoặc ngày đăng ký", max_length=60, required=False)
    work_plan_no = forms.CharField(label="Số, ký hiệu kế hoạch", max_length=60, required=False)
    work_plan = forms.FileField(label="Tệp PDF hoặc ảnh chụp kế hoạch", required=False)
    drops_work_plan = forms.BooleanField(label="Bỏ tệp đã gửi", required=False)

    def __init__(self, pledge: Pledge, data: Any = None, files: Any = None) -> None:
        self.pledge = pledge
        self.links = PledgeLinks.objects.filter(pledge=pledge).select_related("work_plan").first()
        super().__init__(data, files, initial=_initial(self.links))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("youth_programme_no") and data.get("has_youth_programme") != "yes":
            self.add_error("has_youth_programme", "Chọn “Đã đăng ký” khi có số, hoặc xóa số.")
        return data

    def draft(self) -> LinksDraft:
        data = self.cleaned_data
        return LinksDraft(
            has_youth_programme={"yes": True, "no": False}.get(data["has_youth_programme"]),
            youth_programme_no=data["youth_programme_no"],
            work_plan_no=data["work_plan_no"],
            drops_work_plan=data["drops_work_plan"],
        )

    @property
    def upload(self) -> Any:
        return self.cleaned_data.get("work_plan")

    @property
    def error_lines(self) -> list[str]:
        return [error for errors in self.errors.values() for error in errors]


def _initial(links: PledgeLinks | None) -> dict[str, Any]:
    if links is None:
        return {}
    return {
        "has_youth_programme": {True: "yes", False: "no", None: ""}[links.has_youth_programme],
        "youth_programme_no": links.youth_programme_no,
        "work_plan_no": links.work_plan_no,
    }
