"""What waits for a person: the same conditions feed the inbox, the counts and the home page."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, Unit, holdings, open_to_stand_in, within_reach
from evaluations.models import Evaluation, Source, SourceAssessment, SourceRequirement, SourceWaiver
from evaluations.models.evaluations import EvaluationQuerySet
from evaluations.rules import UNDECIDED

State = Evaluation.State
DAYS_TO_ASK = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One kind of work: its code in the address, what it is called, until when, and the bulk verb if there is one."""

    code: str
    label: str
    due_field: str
    action: str
    noun: str
    detail: str
    verb: str = ""


TASKS = (
    Task(
        code="cap-bo-doan",
        label="Cấp bộ Đoàn chấm",
        due_field="union_due_on",
        action="Chấm điểm",
        noun="phiếu chờ cấp bộ Đoàn chấm",
        detail="Chấm theo nội dung của bốn tiêu chí, thay mặt Ban Thường vụ.",
    ),
    Task(
        code="cap-uy",
        label="Cấp ủy nhận xét",
        due_field="party_due_on",
        action="Viết nhận xét",
        noun="phiếu chờ cấp ủy nhận xét",
        detail="Một mức chung và vài dòng nhận xét cho mỗi người.",
    ),
    Task(
        code="tham-dinh",
        label="Thẩm định",
        due_field="appraise_due_on",
        action="Thẩm định",
        noun="phiếu đủ nguồn, chờ thẩm định",
        detail="Cổng tính điểm từ các phiếu; làm được nhiều người một lần.",
        verb="appraise",
    ),
    Task(
        code="quyet-dinh",
        label="Quyết định",
        due_field="notify_due_on",
        action="Quyết định",
        noun="kết quả chờ quyết định",
        detail="Xem mức dự kiến rồi quyết định; làm được nhiều người một lần.",
        verb="decide",
    ),
    Task(
        code="duyet-thay",
        label="Duyệt thay",
        due_field="appraise_due_on",
        action="Xem hồ sơ quá hạn",
        noun="kết quả duyệt thay được, quá hạn hai lần",
        detail="Cấp dưới đã để quá hạn hai lần. Duyệt thay cần ghi lý do, Bí thư ở đó vẫn còn quyết định được.",
    ),
    Task(
        code="thong-bao",
        label="Thông báo",
        due_field="notify_due_on",
        action="Thông báo",
        noun="kết quả chờ thông báo",
        detail="Cán bộ và các nguồn xem được toàn bộ cách tính.",
        verb="notify",
    ),
    Task(
        code="xem-xet-lai",
        label="Xem xét lại",
        due_field="closes_on",
        action="Trả lời",
        noun="đề nghị xem xét lại",
        detail="Cấp trên kiểm tra và trả lời, điểm được tính lại.",
    ),
    Task(
        code="khoa",
        label="Khóa",
        due_field="closes_on",
        action="Khóa",
        noun="kết quả hết hạn đề nghị, chờ khóa",
        detail="Khóa xong không ai sửa được nữa.",
        verb="lock",
    ),
)
BY_CODE = {task.code: task for task in TASKS}


def conditions(user: User) -> dict[str, Q]:
    """For each kind of work, the evaluations on which this user is the one to act."""
    leads = _at_own_units(user, Right.EVALUATION_UNION)
    appraises = _at_own_units(user, Right.EVALUATION_APPRAISE)
    leads_or_records = leads | Q(appraises, is_by_minutes=True)
    party = within_reach(user, Right.EVALUATION_PARTY, cadre=None)
    is_open = Q(state=State.OPEN, period__state="open")
    found = {
        "cap-bo-doan": is_open & leads_or_records & ~_sent(Source.UNION),
        "cap-uy": is_open & party & ~_sent(Source.PARTY) & _required(Source.PARTY),
        "tham-dinh": Q(state=State.OPEN) & appraises & ~_lacking(),
        "quyet-dinh": Q(state=State.APPRAISED) & leads_or_records,
        "duyet-thay": Q(state__in=UNDECIDED) & open_to_stand_in(user, Right.EVALUATION_UNION, timezone.localdate()),
        "thong-bao": Q(state=State.DECIDED) & appraises,
        "xem-xet-lai": Q(state=State.RECONSIDERING) & _to_answer(user),
        "khoa": Q(state=State.NOTIFIED, notified_at__lt=timezone.now() - DAYS_TO_ASK) & appraises,
    }
    return {code: condition & ~Q(cadre__user=user) for code, condition in found.items()}


def waiting_for_task(user: User, code: str) -> EvaluationQuerySet:
    """The evaluations of one kind of work, in the order of units and names."""
    return Evaluation.objects.filter(conditions(user)[code]).order_by("unit__path", "cadre__sort_key", "pk")


def has_work(user: User) -> bool:
    """Can anything wait for this user at all? Answers without a query once rights are known."""
    rights = {Right.EVALUATION_UNION, Right.EVALUATION_PARTY, Right.EVALUATION_APPRAISE}
    return any(holding.right in rights and holding.path for holding in holdings(user))


def _at_own_units(user: User, right: Right) -> Q:
    """Work belongs to the unit itself: who may act in the whole province is not shown all its districts' work."""
    paths = {holding.path for holding in holdings(user) if holding.right == right and holding.path}
    return Q(deciding_unit__path__in=paths) if paths else Q(pk__in=[])


def _to_answer(user: User) -> Q:
    """Decided by a unit directly below one's own; at the root by the root itself."""
    condition = Q(pk__in=[])
    for holding in holdings(user):
        if holding.right == Right.EVALUATION_UNION and holding.path:
            depth = len(holding.path) // Unit.steplen
            condition |= Q(deciding_unit__path__startswith=holding.path, deciding_unit__depth=depth + 1)
            if depth == 1:
                condition |= Q(deciding_unit__path=holding.path)
    return condition


def _sent(source: str) -> Exists:
    rows = SourceAssessment.objects.filter(source=source, state=SourceAssessment.State.SUBMITTED)
    waived = SourceWaiver.objects.filter(source=source, unit=OuterRef("unit"), period=OuterRef("period"))
    return Exists(rows.filter(evaluation=OuterRef("pk"))) | Exists(waived)


def _requirements() -> QuerySet[SourceRequirement]:
    position = "appointment__position__"
    return SourceRequirement.objects.filter(
        period=OuterRef("period"),
        level=OuterRef(f"{position}level"),
        category=OuterRef(f"{position}category"),
        need=SourceRequirement.Need.REQUIRED,
    )


def _required(source: str) -> Exists:
    return Exists(_requirements().filter(source=source))


def _lacking() -> Exists:
    sent = SourceAssessment.objects.filter(
        evaluation=OuterRef(OuterRef("pk")), source=OuterRef("source"), state=SourceAssessment.State.SUBMITTED
    )
    waived = SourceWaiver.objects.filter(
        unit=OuterRef(OuterRef("unit")), period=OuterRef(OuterRef("period")), source=OuterRef("source")
    )
    return Exists(_requirements().exclude(Exists(sent)).exclude(Exists(waived)))
