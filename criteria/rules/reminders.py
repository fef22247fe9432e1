"""When somebody is reminded of what is owed, and in which words (ui §6: who, what, by when, where). Writes nothing."""

from datetime import date

# Days before the due date on which the clock reminds; once it is over, every WEEK days.
STEPS = (-14, -7, -3, -1)
WEEK = 7


def step_of(due_on: date, today: date) -> int | None:
    """The last step that was reached; none while there is time. A day on which nothing ran is made up for."""
    days = (today - due_on).days
    if days >= WEEK:
        return days - days % WEEK
    return next((step for step in reversed(STEPS) if step <= days), None)


def step_words(step: int | None) -> str:
    if step is None:
        return "Nhắc tay"
    return f"Trước hạn {-step} ngày" if step < 0 else f"Quá hạn {step // WEEK} tuần"


def when(due_on: date, today: date) -> str:
    """Late is a fact, not a reproach."""
    late = (today - due_on).days
    return f"hạn {due_on:%d/%m/%Y}" + (f", quá hạn {late} ngày" if late > 0 else "")


def missing_text(name: str, year: int, due_on: date, today: date) -> str:
    return f"Đồng chí {name} chưa nộp bản đăng ký rèn luyện năm {year}, {when(due_on, today)}."


def returned_text(name: str, year: int, due_on: date, today: date) -> str:
    return (
        f"Bản đăng ký rèn luyện năm {year} của đồng chí {name} được trả lại để sửa, {when(due_on, today)}. "
        "Lý do ghi ở đầu bản đăng ký."
    )


def programme_text(unit: str, year: int, due_on: date, today: date) -> str:
    return f"{unit} chưa gửi chương trình rèn luyện năm {year}, {when(due_on, today)}."


def group_text(unit: str, missing: int, due_on: date, returned: int = 0) -> str:
    """For a group and for whoever leads it: counts, never names."""
    words = f"{unit} còn {missing} cán bộ chưa nộp bản đăng ký rèn luyện, hạn {due_on:%d/%m/%Y}."
    return f"{words} {returned} cán bộ cần sửa và gửi lại bản được trả lại." if returned else words
