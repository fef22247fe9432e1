"""Good models in the inbox of the unit above, and of Ban Tổ chức - Kiểm tra."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts import audit
from accounts.inbox import ANSWER_WITHIN, Clock, Decides, Kind, Line, Standing, Words, just_decided, part
from accounts.models import User
from cadres.models import Right
from criteria import good_models, rules
from criteria.models import GoodModel


def _models(user: User, clock: Clock) -> list[QuerySet[Any]]:
    overdue = Q(proposed_at__lt=clock.overdue_before(ANSWER_WITHIN))
    return [part(GoodModel.objects.to_decide(user), "proposed_at", overdue)]


def _find(user: User) -> QuerySet[Any]:
    related = ("unit", "cadre", "deciding_unit", "proposed_by", "solution")
    return GoodModel.objects.visible_to(user).select_related(*related)


def _lines(user: User, pks: list[int]) -> dict[int, Line]:
    return {
        model.pk: Line(
            title=_name(model),
            detail=f"{model.unit}. Từ “{model.source}”" if model.cadre else f"Từ “{model.source}”",
            url=model.get_absolute_url(),
            fact=model.result,
        )
        for model in _find(user).filter(pk__in=pks)
    }


def _name(model: GoodModel) -> str:
    return f"{model.cadre or model.unit}: {model.title}"


def _standing(user: User, model: GoodModel) -> Standing:
    may_decide = rules.can_decide_model(model) and rules.may_decide_model(user, model)
    return Standing(model.state == GoodModel.State.PROPOSED, may_decide=may_decide)


def _record(user: User, model: GoodModel) -> dict[str, Any]:
    return {"model": model, "source_url": model.source_url_for(user), "events": audit.trail(model)[:20]}


def _accept(model: GoodModel, *, by: User, version: int, **_given: Any) -> GoodModel:
    """Nobody decides on a model in another's place, so nothing else is given."""
    return good_models.accept(model, by=by, version=version)


def _refuse(model: GoodModel, *, by: User, version: int, reason: str, **_given: Any) -> GoodModel:
    return good_models.refuse(model, by=by, version=version, reason=reason)


GOOD_MODELS = Kind(
    code="mo-hinh",
    label="Mô hình hay",
    noun="mô hình",
    rights=(Right.PROGRAMME_DECIDE, Right.PERIOD_MANAGE),
    waiting=_models,
    lines=_lines,
    names=("search_key", "unit__search_key", "cadre__search_key"),
    decides=Decides(
        find=_find,
        standing=_standing,
        name=_name,
        template="criteria/_inbox_good_model.html",
        record=_record,
        approve=_accept,
        send_back=_refuse,
        did=lambda model: "công nhận" if model.state == GoodModel.State.ACCEPTED else "trả lời chưa công nhận",
        undo=good_models.undo,
        decided=lambda user: just_decided(
            GoodModel.objects.select_related("unit", "cadre"),
            user,
            (GoodModel.State.ACCEPTED, GoodModel.State.REFUSED),
        ),
        words=Words(
            approve="Công nhận",
            send_back="Chưa công nhận",
            send_back_short="Chưa công nhận",
            why="Lý do chưa công nhận",
            hint="Người đề xuất đọc nguyên văn, sửa rồi đề xuất lại được.",
        ),
        phrases=(
            ("Chưa rõ cách làm", "Viết cách làm theo từng bước để đơn vị khác làm theo được."),
            ("Kết quả chưa rõ", "Kết quả chưa cho thấy mô hình có tác dụng: thêm con số trước và sau."),
        ),
    ),
)
