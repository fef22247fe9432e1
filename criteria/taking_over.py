"""An accepted model goes into the programme draft of another unit, or the pledge draft of a cadre, to be adapted."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from criteria import rules
from criteria.copying import locked_draft
from criteria.models import Criterion, Focus, GoodModel, Pledge, PledgeItem, Programme, Solution, Statement, TakeOver
from criteria.pledging import rows


class NotTaken(Exception):
    """Says what to do instead."""


def _taken_from(model: GoodModel) -> GoodModel:
    """Held until it is counted, so that a model is not hidden or withdrawn meanwhile."""
    model = GoodModel.objects.select_for_update(of=("self",)).get(pk=model.pk)
    if model.state != GoodModel.State.ACCEPTED:
        raise StaleDocument(model, "Mô hình này không còn trong thư viện.")
    return model


@transaction.atomic
def into_programme(model: GoodModel, programme: Programme, focus: Focus | None, *, by: User) -> TakeOver:
    """As a solution of this focus; without one, of a new focus that serves the criterion of the model."""
    programme = locked_draft(programme)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    if not rules.can_edit_programme(programme):
        raise StaleDocument(programme, "Chương trình đã gửi nên không lấy thêm được nữa.")
    model = _taken_from(model)
    if model.unit_id == programme.unit_id and model.cadre_id is None:
        raise NotTaken("Đây là mô hình của chính đơn vị.")
    if TakeOver.objects.filter(model=model, programme=programme).exists():
        raise NotTaken("Chương trình này đã có mô hình đó.")
    if focus is None:
        focus = _new_focus(programme, model)
    elif focus.programme_id != programme.pk:
        raise PermissionDenied
    there = focus.solutions.aggregate(last=Max("order"))["last"] or 0
    if focus.solutions.count() >= rules.MOST_SOLUTIONS:
        raise NotTaken("Trọng tâm này đã đủ bốn giải pháp. Chọn trọng tâm khác.")
    Solution.objects.create(
        programme=programme,
        focus=focus,
        order=there + 1,
        kind=model.kind or Solution.Kind.OTHER,
        text=model.title,
        due_on=programme.period.closes_on,
    )
    programme.version += 1
    programme.save(update_fields=["version"])
    taken = TakeOver.objects.create(model=model, unit=programme.unit, programme=programme, taken_by=by)
    audit.record(
        "model.taken_over",
        taken,
        by=by,
        unit_id=programme.unit_id,
        after={"model": model.pk, "programme": programme.pk},
    )
    return taken


def _new_focus(programme: Programme, model: GoodModel) -> Focus:
    if programme.foci.count() >= rules.MOST_FOCI:
        raise NotTaken("Chương trình đã đủ bốn trọng tâm. Chọn một trọng tâm đã có.")
    order = (programme.foci.aggregate(last=Max("order"))["last"] or 0) + 1
    label = Criterion(model.criterion).label
    focus = Focus.objects.create(programme=programme, order=order, text=f"Áp dụng mô hình hay về {label.lower()}")
    served = Statement.objects.filter(set=programme.period.statement_set_id, criterion=model.criterion).do()
    focus.statements.set(served[:1])
    return focus


@transaction.atomic
def into_pledge(model: GoodModel, pledge: Pledge, *, by: User) -> TakeOver:
    """As one more item of its criterion; target, day and evidence are the person's own to fill in."""
    pledge = rows.locked(pledge)
    if not rules.may_write(by, pledge):
        raise PermissionDenied
    if not rules.can_edit(pledge):
        raise StaleDocument(pledge, "Bản đăng ký đã nộp nên không lấy thêm được nữa.")
    model = _taken_from(model)
    if TakeOver.objects.filter(model=model, pledge=pledge).exists():
        raise NotTaken("Bản đăng ký này đã có mô hình đó.")
    own = pledge.items.filter(criterion=model.criterion)
    policy = pledge.period.pledge_policy
    if own.count() >= policy.max_items:
        raise NotTaken(
            f"{Criterion(model.criterion).label} đã đủ {policy.max_items} nội dung. Bỏ bớt một nội dung trước."
        )
    order = (Criterion.values.index(model.criterion) + 1) * 10
    taken_orders = set(pledge.items.values_list("order", flat=True))
    while order in taken_orders:
        order += 1
    PledgeItem.objects.create(
        pledge=pledge,
        criterion=model.criterion,
        order=order,
        text=model.title[: policy.max_chars],
    )
    rows.save(pledge)
    taken = TakeOver.objects.create(model=model, unit=pledge.unit, pledge=pledge, taken_by=by)
    audit.record(
        "model.taken_over",
        taken,
        by=by,
        cadre_id=pledge.cadre_id,
        unit_id=pledge.unit_id,
        after={"model": model.pk, "pledge": pledge.pk},
    )
    return taken
