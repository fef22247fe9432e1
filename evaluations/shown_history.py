"""Which fields of an evaluation the row history shows, and what they are called."""

from accounts.histories import Shown
from evaluations.models import Evaluation

_STEPS = {
    "state": "bước",
    "unit": "đơn vị",
    "deciding_unit": "nơi quyết định",
    "appraised_by": "người thẩm định",
    "decided_by": "người quyết định",
    "minutes_no": "số biên bản",
    "minutes_on": "ngày biên bản",
    "not_rated_reason": "lý do không xếp loại",
}
STEPS = Shown(Evaluation, "đánh giá", _STEPS)
WITH_RESULT = Shown(Evaluation, "đánh giá", _STEPS | {"total": "tổng điểm", "rating": "mức"})
