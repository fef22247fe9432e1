"""Mẫu 1: what the paper of a pledge says, for the page that is printed and for Word alike (283-KH, IV.2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone

from cadres.models import Unit
from cadres.papers.letterhead import Letterhead, letterhead_of
from criteria.models import Criterion, PaperCopy, Pledge, PledgeItem, PledgeLinks, PledgeRevision, Statement

PLAN = "Kế hoạch số 283-KH/TĐTN-TCKT ngày 13 tháng 7 năm 2020"
COLUMNS = ("TT", "Tiêu chí", "Mã", "Nội dung đăng ký", "Chỉ tiêu, sản phẩm", "Thời gian", "Minh chứng dự kiến")


@dataclass(frozen=True)
class Line:
    """One item; the first of each criterion says over how many lines its criterion stands."""

    number: int
    item: PledgeItem
    span: int

    @property
    def cells(self) -> tuple[str, ...]:
        item = self.item
        code = item.statement.code if item.statement else ""
        due_on = f"{item.due_on:%d/%m/%Y}" if item.due_on else ""
        criterion = Criterion(item.criterion).label
        return (str(self.number), criterion, code, item.text, item.target, due_on, item.evidence)


@dataclass(frozen=True)
class Form1:
    superior: str
    unit: str
    dated: str
    person: tuple[str, str]
    lines: list[Line]
    commitment: str
    links: str
    decision: str
    decided_by: str
    signed_by: str
    foot: str

    @property
    def above(self) -> tuple[str, ...]:
        return tuple(name for name in (self.superior, self.unit) if name)


def form_1(pledge: Pledge, above: list[Unit], donts: Iterable[Statement]) -> Form1:
    """`pledge` as for a detail page, with its revisions; `above` the units over its own, nearest first."""
    head = letterhead_of(pledge.unit, above)
    return Form1(
        superior=head.superior,
        unit=pledge.unit.name.upper(),
        dated=_dated(pledge, head),
        person=_person(pledge),
        lines=_lines(pledge.items.all()),
        commitment=_commitment([dont.code for dont in donts if dont.code in pledge.commitments]),
        links=_links(pledge),
        decision=_decision(pledge),
        decided_by=pledge.decided_by.full_name if _is_approved(pledge) and pledge.decided_by else "",
        signed_by=pledge.cadre.full_name,
        foot=_foot(pledge),
    )


def _dated(pledge: Pledge, head: Letterhead) -> str:
    if pledge.submitted_at is None:
        return f"{head.place}, ngày … tháng … năm {pledge.period.year}"
    return head.dated(timezone.localtime(pledge.submitted_at).date())


def _person(pledge: Pledge) -> tuple[str, str]:
    born = f" Ngày sinh: {pledge.cadre.birth_date:%d/%m/%Y}." if pledge.cadre.birth_date else ""
    position = pledge.appointment.position
    return (
        f"Họ và tên: {pledge.cadre.full_name.upper()}.{born}",
        f"Chức vụ: {position}. Đơn vị: {pledge.place}. Diện cán bộ: {position.get_category_display()}.",
    )


def _lines(items: Iterable[PledgeItem]) -> list[Line]:
    lines: list[Line] = []
    items = list(items)
    for criterion in Criterion.values:
        own = [item for item in items if item.criterion == criterion]
        for n, item in enumerate(own):
            lines.append(Line(len(lines) + 1, item, 0 if n else len(own)))
    return lines


def _commitment(codes: Collection[str]) -> str:
    what = f"{len(codes)} điều KHÔNG ({', '.join(codes)})" if codes else "các điều KHÔNG"
    return f"Tôi cam kết thực hiện {what} theo {PLAN}; chịu sự giám sát, góp ý của đoàn viên, thanh thiếu nhi."


def _links(pledge: Pledge) -> str:
    """What the person said of the two other papers; while nothing was said, what 283-KH, IV.2 asks for."""
    links: PledgeLinks | None = getattr(pledge, "links", None)
    if links is None or (links.has_youth_programme is None and not links.has_work_plan):
        return (
            f"Nội dung đăng ký được đưa vào Chương trình rèn luyện đoàn viên năm {pledge.period.year} "
            "và kế hoạch công tác năm theo bản mô tả vị trí việc làm."
        )
    number = f" ({links.youth_programme_no})" if links.youth_programme_no else ""
    programme = f"đã đăng ký{number}" if links.has_youth_programme else "chưa đăng ký"
    plan = links.work_plan_no or ("có tệp kèm theo trên Cổng" if links.work_plan_id else "chưa có")
    return (
        f"Chương trình rèn luyện đoàn viên năm {pledge.period.year}: {programme}. "
        f"Kế hoạch công tác năm theo bản mô tả vị trí việc làm: {plan}."
    )


def _is_approved(pledge: Pledge) -> bool:
    return pledge.state in {Pledge.State.APPROVED, Pledge.State.CLOSED}


def _decision(pledge: Pledge) -> str:
    if not _is_approved(pledge):
        return "(Chưa duyệt)"
    if pledge.minutes_no:
        return f"Duyệt theo biên bản số {pledge.minutes_no} ngày {pledge.minutes_on:%d/%m/%Y}"
    said = f"Đồng ý, duyệt trên Cổng ngày {timezone.localtime(pledge.decided_at):%d/%m/%Y}"
    if pledge.in_place_reason:
        said += f". {pledge.deciding_unit} duyệt thay {pledge.in_place_of}. Lý do: {pledge.in_place_reason}"
    return said


def _foot(pledge: Pledge) -> str:
    return " ".join(part for part in (_number(pledge), _entered(pledge), _kept(pledge)) if part)


def _number(pledge: Pledge) -> str:
    if not pledge.number:
        return "Bản nháp, chưa nộp."
    revisions = sorted(pledge.revisions.all(), key=lambda revision: revision.no)
    sends = sum(revision.state == PledgeRevision.State.SENT for revision in revisions)
    accepted = [revision for revision in revisions if revision.state == PledgeRevision.State.ACCEPTED]
    day = timezone.localtime(accepted[-1].decided_at).date() if accepted else None
    amended = f", đã sửa theo đề nghị được duyệt ngày {day:%d/%m/%Y}" if day else ""
    return f"Bản đăng ký số {pledge.number}, lần nộp {sends}, phiên bản {pledge.version}{amended}."


def _entered(pledge: Pledge) -> str:
    return f"Nhập hộ bởi đồng chí {pledge.entered_by.full_name} theo bản giấy." if pledge.entered_by else ""


def _kept(pledge: Pledge) -> str:
    """Which copy counts: the portal's, or the signed paper where the period asks for one."""
    policy = pledge.period.pledge_policy
    if policy.paper_copy == PaperCopy.SIGNED:
        return f"Bản giấy ký tay lưu tại {policy.paper_kept_at or 'đơn vị'}."
    return "Không cần bản giấy; bản lưu trên Cổng là bản đối chiếu."
