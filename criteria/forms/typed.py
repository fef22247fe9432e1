"""A pledge as plain text, with what was typed and could not be stored: to copy, to print, to keep as a file."""

from collections.abc import Iterable

from django.utils import timezone

from criteria.forms.step import StepForm
from criteria.models import Criterion, Pledge


def as_text(pledge: Pledge, form: StepForm | None = None, message: str = "") -> str:
    """All four criteria; of the one whose form could not be taken, what the form says."""
    now = timezone.localtime()
    lines = [
        f"BẢN ĐĂNG KÝ RÈN LUYỆN, {pledge.period}",
        f"Đồng chí {pledge.cadre}, {pledge.appointment}",
        f"Ghi lại lúc {now:%H:%M} ngày {now:%d/%m/%Y}. Bản này chưa nộp.",
    ]
    for criterion in Criterion:
        lines += ["", criterion.label.upper()]
        is_typed = form is not None and form.criterion == criterion
        rows = _typed(form) if form and is_typed else _stored(pledge, criterion)
        lines += [line for number, row in enumerate(rows, start=1) for line in _item(number, row)] or ["(chưa có)"]
        codes = form.confirmed if form and is_typed else set(pledge.commitments)
        confirmed = sorted(code for code in codes if code.startswith(f"{criterion}-"))
        if confirmed:
            lines.append(f"Đã cam kết: {', '.join(confirmed)}")
    if message:
        lines += ["", f"Lời nhắn cho người duyệt: {message}"]
    return "\n".join(lines)


def _typed(form: StepForm) -> list[tuple[str, str, str, str]]:
    names = ("text", "target", "due_on", "evidence")
    return [tuple(str(row[name].value() or "") for name in names) for row in form.taken]  # type: ignore[misc]


def _stored(pledge: Pledge, criterion: str) -> Iterable[tuple[str, str, str, str]]:
    for item in pledge.items.all():
        if item.criterion == criterion:
            yield item.text, item.target, item.due_on.isoformat() if item.due_on else "", item.evidence


def _item(number: int, row: tuple[str, str, str, str]) -> list[str]:
    text, target, due_on, evidence = row
    parts = [("Chỉ tiêu", target), ("Thời hạn", "/".join(reversed(due_on.split("-")))), ("Minh chứng", evidence)]
    more = "; ".join(f"{word}: {value}" for word, value in parts if value)
    return [f"{number}. {text}", *([f"   {more}"] if more else [])]
