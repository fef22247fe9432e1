"""What the account holds about a person."""

from accounts.models import AuditEvent, Notification, User
from accounts.personal_data import Part
from accounts.retention import TERM
from accounts.verb_groups import SIGN_IN
from accounts.verbs import label_of

AT_MOST = 2_000


def parts_for(user: User) -> list[Part]:
    return [_account(user), _sign_ins(user), _notices(user)]


def _account(user: User) -> Part:
    return Part(
        "account",
        "Tài khoản",
        "Đăng nhập và nhận thông báo",
        "Bản thân; cán bộ tổ chức thấy họ tên và e-mail",
        "Tới khi tài khoản đóng; e-mail xóa cùng liên hệ",
        ("Tên đăng nhập", "Họ và tên", "E-mail", "Lần đăng nhập gần nhất", "Đã đọc thông báo về dữ liệu, bản"),
        [(user.username, user.full_name, user.email, user.last_login, user.notice_version or None)],
    )


def _sign_ins(user: User) -> Part:
    events = AuditEvent.objects.filter(actor_id=user.pk, verb__in=SIGN_IN.verbs)[:AT_MOST]
    return Part(
        "sign_ins",
        "Các lần đăng nhập, đổi mật khẩu",
        "Phát hiện người khác dùng tài khoản",
        "Bản thân, Ủy ban Kiểm tra, quản trị hệ thống",
        TERM["audit"].keeps,
        ("Lúc", "Việc", "Địa chỉ mạng"),
        [(event.at, label_of(event.verb), event.ip) for event in events],
    )


def _notices(user: User) -> Part:
    rows = Notification.objects.filter(to=user).values_list("created_at", "subject", "read_at")[:AT_MOST]
    return Part(
        "notices",
        "Thông báo đã nhận",
        "Báo việc cần làm và kết quả",
        "Bản thân",
        TERM["notices"].keeps,
        ("Lúc", "Nội dung", "Đã đọc lúc"),
        list(rows),
    )
