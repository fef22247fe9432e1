"""What each line of a workbook of pledges would do: a new item of a draft, a changed one, none, or what is wrong."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from cadres.importing.judging import Judged, Progress, Scope, Verdict, rows_of, wrong
from cadres.importing.lines import Line
from cadres.models import Right, holds_at
from cadres.names import fold, text_print
from criteria.importing.columns import LAYOUT, too_long
from criteria.importing.known import Draft, Holder, Known
from criteria.models import Criterion, Indicator, Period, Pledge, PledgeItem, Statement

NO_SUCH = "Không có cán bộ mang mã này trong phạm vi của đồng chí. Xem lại mã trên hồ sơ."
ELSEWHERE = "Cán bộ này không thuộc đơn vị đã chọn. Chọn đơn vị khác khi tải lên, hoặc bỏ dòng này."
OWES_NOTHING = "Chức vụ này không phải đăng ký trong kỳ đang mở. Bỏ dòng này."
BEING_ENTERED = "Bản đăng ký này đang được nhập hộ từ bản giấy. Bỏ dòng này."
NO_WORDS = "Viết việc sẽ làm, hoặc xóa các ô khác của dòng này."
_WHY = {
    Pledge.State.SUBMITTED: "đã nộp, đang chờ duyệt",
    Pledge.State.APPROVED: "đã được duyệt",
    Pledge.State.RETURNED: "đã nộp và được trả lại để đồng chí ấy tự sửa",
    Pledge.State.CLOSED: "đã chốt",
}


class _Judge:
    def __init__(self, scope: Scope, known: Known) -> None:
        self.scope, self.known = scope, known
        self.counts: Counter[tuple[int, str]] = Counter()

    def decide(self, line: Line) -> Verdict:
        values = line.values
        holder = self.known.holders.get(values["code"])
        if holder is None or not self._is_within(holder):
            return wrong(self._unknown(holder), "code")
        if values.get("full_name") and fold(values["full_name"]) != fold(holder.full_name):
            return wrong(f"Mã này của {holder.full_name}. Xem lại mã hoặc tên.", "full_name")
        if not values.get("text") and not values.get("target"):
            return Verdict({"full_name": holder.full_name}, "unchanged", key=line.number)
        period, draft = self.known.period_of(holder), self.known.drafts.get(holder.cadre)
        if period is None:
            return wrong(OWES_NOTHING, "code")
        return self._of_draft(values, holder, draft) or self._item(values, holder, period, draft)

    def _is_within(self, holder: Holder) -> bool:
        return holder.path.startswith(self.scope.unit.path)

    def _unknown(self, holder: Holder | None) -> str:
        by = self.scope.by
        is_seen = holder is not None and (by is None or holds_at(by, Right.PEOPLE_READ, holder.path))
        return ELSEWHERE if is_seen else NO_SUCH

    def _of_draft(self, values: dict[str, Any], holder: Holder, draft: Draft | None) -> Verdict | None:
        """Nothing overwrites what was sent, is being entered, or what the person wrote himself."""
        if draft is None:
            return None
        if draft.state != Pledge.State.DRAFT:
            return wrong(f"Bản đăng ký của đồng chí {holder.full_name} {_WHY[draft.state]}. Bỏ dòng này.", "code")
        if draft.entered_by:
            return wrong(BEING_ENTERED, "code")
        criterion = Criterion(values["criterion"])
        if draft.is_begun(criterion):
            done = (
                f"đã tự viết {draft.own[criterion]} nội dung" if draft.own.get(criterion) else "đã cam kết điều KHÔNG"
            )
            return wrong(f"Đồng chí {holder.full_name} {done} ở tiêu chí này; giữ nguyên. Bỏ dòng này.", "criterion")
        return None

    def _item(self, values: dict[str, Any], holder: Holder, period: Period, draft: Draft | None) -> Verdict:
        policy, criterion = period.pledge_policy, values["criterion"]
        if not values.get("text"):
            return wrong(NO_WORDS, "text")
        if message := too_long(values["text"], policy.max_chars):
            return wrong(message, "text")
        due_on = values.get("due_on")
        if due_on and not period.spans(due_on):
            return wrong(f"Ghi ngày từ {period.opens_on:%d/%m/%Y} đến {period.closes_on:%d/%m/%Y}.", "due_on")
        indicator = self._indicator(values, holder, period)
        statement = self._statement(values, holder, period, indicator)
        if values.get("statement") and statement is None:
            label = Criterion(criterion).label
            return wrong(
                f"Mã này không phải điều nên làm của tiêu chí {label}. Chọn trong trang Danh mục.", "statement"
            )
        item = self._described(values, holder, period, indicator, statement)
        key = (holder.cadre, criterion, text_print(values["text"]))
        self.counts[holder.cadre, criterion] += 1
        if self.counts[holder.cadre, criterion] > policy.max_items:
            return wrong(f"Mỗi tiêu chí nhiều nhất {policy.max_items} nội dung. Bỏ bớt dòng.", "criterion")
        return self._against(item, draft, criterion, key)

    def _against(self, item: dict[str, Any], draft: Draft | None, criterion: str, key: Any) -> Verdict:
        """Against what was prepared before."""
        before = draft.prepared.get(criterion, {}) if draft else {}
        if item["prepared"] in before:
            return Verdict(item, "unchanged", key=key)
        if before:
            return Verdict(item, "changed", [("Nội dung", "; ".join(before.values()), item["text"])], key=key)
        return Verdict(item, key=key)

    def _indicator(self, values: dict[str, Any], holder: Holder, period: Period) -> Indicator | None:
        """Words taken as they stand from the unit's programme are a pick."""
        found = self.known.indicators.get((holder.path, period.pk), {}).get(text_print(values["text"]))
        return found if found and found.statement.criterion == values["criterion"] else None

    def _statement(
        self, values: dict[str, Any], holder: Holder, period: Period, indicator: Indicator | None
    ) -> Statement | None:
        if not values.get("statement"):
            return indicator.statement if indicator else None
        found = self.known.statements.get(period.statement_set_id, {}).get(values["statement"])
        if found is None or found.criterion != values["criterion"]:
            return None
        return found if found.binds(holder.category, is_public_servant=holder.is_public_servant) else None

    def _described(
        self,
        values: dict[str, Any],
        holder: Holder,
        period: Period,
        indicator: Indicator | None,
        statement: Statement | None,
    ) -> dict[str, Any]:
        """All that writing the item needs, and what the preview shows of it."""
        due_on: date | None = values.get("due_on")
        row = PledgeItem(
            text=values["text"],
            target=values.get("target") or "",
            due_on=due_on,
            evidence=values.get("evidence") or "",
            statement=statement,
        )
        return {
            **{name: getattr(row, name) for name in ("text", "target", "evidence", "statement_id")},
            "due_on": due_on.isoformat() if due_on else None,
            "prepared": row.words,
            "criterion": values["criterion"],
            "criterion_name": Criterion(values["criterion"]).label,
            "full_name": holder.full_name,
            "indicator_id": indicator.pk if indicator else None,
            "focus_id": indicator.focus_id if indicator else None,
            "cadre": holder.cadre,
            "user": holder.user,
            "post": holder.post,
            "unit": holder.unit,
            "period": period.pk,
        }


def judge(scope: Scope, lines: list[Line], progress: Progress) -> Judged:
    codes = sorted({line.values["code"] for line in lines if isinstance(line.values.get("code"), str)})
    known = Known.read(scope, codes)
    rows = rows_of(lines, LAYOUT, _Judge(scope, known).decide, progress)
    _keep_beside(rows)
    return Judged(rows, {"codes": codes}, known.fingerprint(scope))


def _keep_beside(rows: list[dict[str, Any]]) -> None:
    """An item that is written says which prepared ones of the same criterion stay beside it."""
    unchanged: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "unchanged" and "prepared" in row["item"]:
            unchanged[row["item"]["cadre"], row["item"]["criterion"]].append(row["item"]["prepared"])
    for row in rows:
        if row["kind"] in {"new", "changed"}:
            row["item"]["beside"] = unchanged[row["item"]["cadre"], row["item"]["criterion"]]


def fingerprint(scope: Scope, wanted: dict[str, Any]) -> str:
    """Of what the lines were judged by, the drafts locked until they are written."""
    return Known.read(scope, wanted["codes"], lock=True).fingerprint(scope)
