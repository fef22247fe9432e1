"""Good models: proposed by a unit from a finished solution, or by a cadre from a finished item."""

from django.utils import timezone

from accounts.models import User
from cadres.models import Unit
from criteria.models import GoodModel
from tests.factories.accounts import UserFactory
from tests.factories.criteria import unit_above


def good_model(unit: Unit, *, by: User | None = None, state: str = "proposed", **more: object) -> GoodModel:
    decided = state in {"accepted", "refused", "hidden"}
    fields = {
        "criterion": "ST",
        "kind": "talk",
        "title": "Sổ tay họp 45 phút",
        "done": "Gửi tài liệu trước ba ngày, mỗi việc năm phút.",
        "result": "24 cuộc họp, 23 cuộc đúng giờ",
        "source": "Ban hành quy chế hội họp",
        "deciding_unit": unit_above(unit),
        "proposed_by": by or UserFactory(),
        "decided_at": timezone.now() if decided else None,
        "decided_by": UserFactory() if decided else None,
        "reason": "Thiếu con số" if state in {"refused", "hidden"} else "",
    }
    return GoodModel.objects.create(unit=unit, state=state, **fields | more)
