"""The page from which those who keep people, units, rights and periods set out: one line per task, by right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.access import rights_required
from cadres.models import Right, holdings
from config.administration_shapes import Area, Task

AREAS = (
    Area(
        "Cán bộ và tài khoản",
        (
            Task(
                "Nhập danh sách cán bộ",
                "Tải tệp Excel của đơn vị lên, xem trước rồi nhập.",
                "cadres:import_new",
                "arrow-up-tray",
                (Right.PEOPLE_EDIT,),
            ),
            Task(
                "Thêm một cán bộ",
                "Ghi tay một người với chức vụ đầu tiên.",
                "cadres:cadre_new",
                "user-plus",
                (Right.PEOPLE_EDIT,),
            ),
            Task(
                "Người chưa kích hoạt tài khoản",
                "Xem theo đơn vị, in phiếu kích hoạt hoặc gửi liên kết.",
                "cadres:unopened_home",
                "key",
                (Right.PEOPLE_EDIT, Right.ACCOUNT_HELP),
            ),
            Task(
                "Người tự đăng ký tài khoản",
                "So với danh sách rồi xác nhận, gộp, chuyển đơn vị hoặc trả lời.",
                "portal:inbox_of_registrations",
                "user-plus",
                (Right.PEOPLE_CONFIRM,),
            ),
            Task(
                "Mời người không phải cán bộ Đoàn",
                "Lập tài khoản cho đại diện cấp ủy hoặc quản trị hệ thống, in phiếu hoặc gửi liên kết.",
                "cadres:invitation_new",
                "envelope",
                (Right.GRANT_MANAGE,),
            ),
            Task(
                "Điều chuyển",
                "Đề nghị nhận cán bộ từ đơn vị khác: trả lời, theo dõi.",
                "cadres:transfer_list",
                "arrows-right-left",
                (Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM),
            ),
            Task(
                "Cán bộ mới cần hướng dẫn",
                "Ai mới nhận nhiệm vụ, ai chưa được hướng dẫn; gọi và nhắn ngay.",
                "cadres:newcomer_list",
                "sparkles",
                (Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM),
            ),
            Task(
                "Điểm danh cán bộ",
                "Mỗi tháng Một, từng đơn vị xác nhận ai giữ chức vụ nào, chỗ nào khuyết.",
                "cadres:roster_list",
                "clipboard-document-list",
                (Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM, Right.REPORT_READ),
            ),
            Task(
                "Số chức vụ phải có",
                "Mỗi loại đơn vị phải có bao nhiêu người ở từng chức vụ.",
                "cadres:norm_edit",
                "adjustments-horizontal",
                (Right.PERIOD_MANAGE,),
            ),
        ),
    ),
    Area(
        "Quyền",
        (
            Task(
                "Vai trò được giao",
                "Ai giữ vai trò gì tại đơn vị nào; giao, thu, gia hạn.",
                "cadres:grant_list",
                "key",
                (Right.GRANT_MANAGE,),
            ),
            Task(
                "Ủy quyền",
                "Bí thư ủy quyền cho Phó Bí thư duyệt thay.",
                "cadres:delegation_list",
                "pencil-square",
                (Right.GRANT_MANAGE,),
            ),
            Task(
                "Phân công phụ trách đơn vị",
                "Ủy viên Ban Thường vụ, ban chuyên môn theo dõi đơn vị nào.",
                "cadres:supervision_map",
                "map",
                (Right.REPORT_READ,),
            ),
        ),
    ),
    Area(
        "Danh sách từ Excel",
        (
            Task(
                "Nhập đơn vị",
                "Lập nhiều đơn vị một lần từ tệp Excel.",
                "cadres:sheet_new",
                "arrow-up-tray",
                (Right.UNIT_EDIT,),
                ("don-vi",),
            ),
            Task(
                "Nhập bổ nhiệm",
                "Ghi chức vụ của nhiều người theo quyết định.",
                "cadres:sheet_new",
                "arrow-up-tray",
                (Right.PEOPLE_EDIT,),
                ("bo-nhiem",),
            ),
            Task(
                "Nhập vai trò",
                "Trao vai trò cho nhiều tài khoản một lần.",
                "cadres:sheet_new",
                "arrow-up-tray",
                (Right.GRANT_MANAGE,),
                ("vai-tro",),
            ),
        ),
    ),
    Area(
        "Tổ chức",
        (
            Task(
                "Sắp xếp đơn vị",
                "Sáp nhập, chia tách, chuyển, đóng nhiều đơn vị theo phương án Excel.",
                "cadres:reorganisation_list",
                "arrows-right-left",
                (Right.UNIT_EDIT,),
            ),
            Task(
                "Cán bộ chờ sắp xếp",
                "Quyết định nơi công tác của người ở đơn vị chia tách, kết thúc, chức danh trùng.",
                "cadres:hand_decision_list",
                "user-group",
                (Right.UNIT_EDIT,),
            ),
        ),
    ),
    Area(
        "Kỳ rèn luyện",
        (
            Task(
                "Kỳ, mốc thời gian, quy định",
                "Lập, mở, đóng, khóa kỳ; sửa mốc; xem quy định của từng năm.",
                "criteria:period_list",
                "calendar-days",
                (Right.PERIOD_MANAGE,),
            ),
            Task(
                "Giai đoạn",
                "Mục tiêu của giai đoạn nhiều năm và các kỳ thuộc giai đoạn.",
                "criteria:phase_list",
                "flag",
                (Right.PERIOD_MANAGE,),
            ),
            Task(
                "Ngày nghỉ",
                "Lễ, Tết và ngày làm bù của từng năm, để tính ngày làm việc.",
                "criteria:holiday_list",
                "sun",
                (Right.PERIOD_MANAGE,),
            ),
            Task(
                "Gia hạn",
                "Thêm ngày cho người hoặc đơn vị gặp khó khăn, kèm lý do.",
                "criteria:extension_list",
                "clock",
                (Right.PERIOD_MANAGE,),
            ),
            Task(
                "Bộ tiêu chí",
                "Soạn phiên bản mới của 27 điều, CT 01, KL 06; xem trước rồi ban hành.",
                "criteria:set_list",
                "book-open",
                (Right.PERIOD_MANAGE,),
            ),
        ),
    ),
    Area(
        "Hệ thống",
        (
            Task(
                "Tài khoản",
                "Tìm tài khoản, ngừng, mở lại, đăng xuất mọi máy.",
                "cadres:account_list",
                "user-circle",
                (Right.SYSTEM_MANAGE,),
            ),
            Task(
                "Gỡ lớp bảo vệ thứ hai",
                "Cho người mất điện thoại và mã dự phòng: một người đề nghị, một người xác nhận.",
                "cadres:reset_list",
                "shield-exclamation",
                (Right.ACCOUNT_HELP, Right.SYSTEM_MANAGE),
            ),
            Task(
                "Yêu cầu về dữ liệu cá nhân",
                "Trả lời trong 2 ngày làm việc người đề nghị sửa, xóa dữ liệu của mình.",
                "cadres:data_request_list",
                "shield-check",
                (Right.PRIVACY_ANSWER,),
            ),
            Task(
                "Nhật ký",
                "Ai đã làm gì, lúc nào; lọc, mở từng việc, in.",
                "cadres:trail_list",
                "clock",
                (Right.AUDIT_READ,),
            ),
            Task(
                "Tác vụ nền",
                "Xem các tệp đang xuất, tải về, chạy lại.",
                "accounts:run_list",
                "arrow-path",
                (Right.REPORT_READ, Right.PEOPLE_EDIT, Right.SYSTEM_MANAGE),
            ),
        ),
    ),
)
RIGHTS_OF_TASKS = tuple({right: None for area in AREAS for task in area.tasks for right in task.rights})


@require_safe
@rights_required(*RIGHTS_OF_TASKS)
def administration(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/administration.html", {"areas": areas_of(request.user)})


def areas_of(user: User) -> list[Area]:
    """What the user may begin, area by area; areas without a task are left out."""
    held = {holding.right for holding in holdings(user) if holding.path}
    areas = [Area(area.label, tuple(task for task in area.tasks if held & set(task.rights))) for area in AREAS]
    return [area for area in areas if area.tasks]
