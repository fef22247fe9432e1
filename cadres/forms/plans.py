"""Uploading a plan of many changes. Reading the file is part of checking it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from cadres.importing.archive import MAX_FILE, Refused
from cadres.reorganising import plan_lines, plan_reading
from cadres.reorganising.plan_reading import Plan, PlanFaults

SHOWN_FAULTS = 30


class PlanForm(forms.Form):
    file = forms.FileField(
        label="Tệp phương án",
        help_text="Tệp .xlsx hoặc .csv dưới 5 MB, tối đa 5.000 dòng.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Chọn tệp phương án.", "empty": "Tệp trống. Chọn tệp có phương án."},
    )
    on = forms.DateField(
        label="Ngày hiệu lực",
        required=False,
        help_text="Để trống thì lấy ngày ghi trong tệp. Ngày đã qua hoặc hôm nay được thực hiện ngay khi xác nhận.",
    )

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if upload.size > MAX_FILE:
            raise ValidationError("Tệp nặng hơn 5 MB. Chia thành nhiều tệp.")
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") and "on" not in self.errors:
            try:
                data["plan"] = self._read(data["file"], data.get("on"))
            except PlanFaults as faults:
                for line in str(faults).splitlines()[:SHOWN_FAULTS]:
                    self.add_error("file", line)
                if len(faults.faults) > SHOWN_FAULTS:
                    self.add_error("file", f"Còn {len(faults.faults) - SHOWN_FAULTS} dòng khác cần sửa.")
            except Refused as refused:
                self.add_error("file", str(refused))
        return data

    def _read(self, upload: UploadedFile, on: Any) -> Plan:
        is_csv = str(upload.name).lower().endswith(".csv")
        with TemporaryDirectory(prefix="portal-plan-") as folder:
            path = Path(folder) / ("plan.csv" if is_csv else "plan.xlsx")
            with path.open("wb") as target:
                target.writelines(upload.chunks())
            return plan_reading.understand(plan_lines.read(path), on=on)
