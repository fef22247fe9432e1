"""Which fields of people, posts, grants and units the row history shows, and what they are called."""

from accounts.histories import Entry, Shown, history
from cadres.models import Appointment, Cadre, Delegation, RoleGrant, Supervision, Unit

_SPAN = {"valid_from": "từ ngày", "valid_to": "đến ngày"}
_PERSON = {"full_name": "họ và tên", "gender": "giới tính", "user": "tài khoản"}
_PRIVATE = {"birth_date": "ngày sinh", "phone": "điện thoại", "email": "e-mail"}

CADRE = Shown(Cadre, "thông tin", _PERSON)
CADRE_WHOLE = Shown(Cadre, "thông tin", _PERSON | _PRIVATE)
APPOINTMENT = Shown(
    Appointment,
    "chức vụ",
    {
        "position": "chức vụ",
        "unit": "đơn vị",
        **_SPAN,
        "decision_no": "số quyết định",
        "decision_on": "ngày quyết định",
        "is_full_time": "chuyên trách",
        "is_public_servant": "cán bộ, công chức, viên chức",
        "is_main": "chức vụ chính",
    },
)
GRANT = Shown(RoleGrant, "vai trò", {"role": "vai trò", "unit": "đơn vị", **_SPAN, "reason": "lý do"})
SUPERVISION = Shown(
    Supervision,
    "phân công phụ trách",
    {"supervisor": "người phụ trách", "department": "ban phụ trách", "unit": "đơn vị", **_SPAN},
)
DELEGATION = Shown(
    Delegation,
    "ủy quyền",
    {
        "unit": "đơn vị",
        "from_cadre": "người ủy quyền",
        "to_cadre": "người được ủy quyền",
        "area": "phạm vi",
        **_SPAN,
        "document_no": "số văn bản",
    },
)
UNIT = Shown(
    Unit,
    "đơn vị",
    {
        "code": "mã đơn vị",
        "name": "tên đơn vị",
        "short_name": "tên gọn",
        "type": "loại",
        "sector": "lĩnh vực",
        "abbreviation": "ký hiệu",
        "doc_symbol": "ký hiệu văn bản",
        "party_committee_name": "cấp ủy",
        **_SPAN,
    },
)


def of_cadre(cadre: Cadre, *, with_contacts: bool) -> list[Entry]:
    """The person, the posts and the powers. Earlier contacts are shown to whom they concern only."""
    return history(
        (CADRE_WHOLE if with_contacts else CADRE, {"pgh_obj": cadre.pk}),
        (APPOINTMENT, {"cadre": cadre.pk}),
        (SUPERVISION, {"supervisor": cadre.pk}),
        (DELEGATION, {"from_cadre": cadre.pk}),
        (DELEGATION, {"to_cadre": cadre.pk}),
        (GRANT, {"user": cadre.user_id or 0}),
    )


def of_unit(unit: Unit) -> list[Entry]:
    """The unit itself, who is in charge of it, and who decides there in somebody's place."""
    return history((UNIT, {"pgh_obj": unit.pk}), (SUPERVISION, {"unit": unit.pk}), (DELEGATION, {"unit": unit.pk}))
