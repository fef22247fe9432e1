"""What the list of cadres holds about a person."""

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from cadres.models import Appointment, Cadre, DataRequest, RoleGrant

_UNIT_AND_ABOVE = "Bản thân, đơn vị của đồng chí và cấp trên, Ủy ban Kiểm tra"
_WORK = "Hồ sơ công tác cán bộ Đoàn"


def parts_for(user: User) -> list[Part]:
    cadre = Cadre.objects.filter(user=user).first()
    own = [_person(cadre), _posts(cadre)] if cadre else []
    return [*own, _grants(user), _requests(user)]


def _person(cadre: Cadre) -> Part:
    return Part(
        "person",
        "Hồ sơ cá nhân",
        "Biết đồng chí là ai và liên hệ khi có việc",
        _UNIT_AND_ABOVE,
        f"Họ tên: {TERM['decisions'].keeps}. Liên hệ, ngày sinh: {TERM['contacts'].keeps} mọi chức vụ",
        ("Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Điện thoại", "E-mail"),
        [(cadre.code, cadre.full_name, cadre.birth_date, cadre.get_gender_display(), cadre.phone, cadre.email)],
    )


def _posts(cadre: Cadre) -> Part:
    posts = Appointment.objects.filter(cadre=cadre).in_posts().order_by("-valid_from")
    return Part(
        "posts",
        "Chức vụ",
        _WORK,
        _UNIT_AND_ABOVE,
        TERM["decisions"].keeps,
        ("Chức vụ", "Đơn vị", "Từ ngày", "Đến ngày", "Quyết định"),
        [(post.position.name, post.unit.name, post.valid_from, post.valid_to, post.decision_no) for post in posts],
    )


def _grants(user: User) -> Part:
    grants = RoleGrant.objects.filter(user=user).select_related("unit").order_by("-valid_from")
    return Part(
        "grants",
        "Vai trò được giao trên Cổng",
        "Cho phép xem và làm việc đúng phạm vi",
        "Bản thân, người giao vai trò, Ủy ban Kiểm tra, quản trị hệ thống",
        TERM["decisions"].keeps,
        ("Vai trò", "Đơn vị", "Từ ngày", "Đến ngày", "Lý do"),
        [(row.get_role_display(), row.unit.name, row.valid_from, row.valid_to, row.reason) for row in grants],
    )


def _requests(user: User) -> Part:
    rows = DataRequest.objects.filter(user=user)
    return Part(
        "data_requests",
        "Yêu cầu về dữ liệu của tôi",
        "Trả lời theo Luật Bảo vệ dữ liệu cá nhân",
        "Bản thân, người phụ trách dữ liệu cá nhân",
        TERM["decisions"].keeps,
        ("Gửi lúc", "Đề nghị", "Nội dung", "Bước", "Trả lời"),
        [(row.asked_at, row.get_kind_display(), row.text, row.get_state_display(), row.answer) for row in rows],
    )
