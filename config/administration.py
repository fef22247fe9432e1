"""The page from which those who keep people, units, rights and periods set out: one line per task, by right."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.access import rights_required
from cadres.models import Right, holdings


@dataclass(frozen=True)
class Task:
    """A task of administration: where it begins, and the rights over others of which one opens it."""

    label: str
    detail: str
    url_name: str
    icon: str
    rights: tuple[Right, ...]


@dataclass(frozen=True)
class Area:
    label: str
    tasks: tuple[Task, ...]


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
                "Người chưa kích hoạt tài khoản",
                "Xem theo đơn vị, in phiếu kích hoạt hoặc gửi liên kết.",
                "cadres:unopened_home",
                "key",
                (Right.PEOPLE_EDIT, Right.ACCOUNT_HELP),
            ),
            Task(
                "Người tự đăng ký tài khoản",
                "So với danh sách rồi xác nhận, gộp, chuyển đơn vị hoặc trả lời.",
                "cadres:registration_inbox",
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
        ),
    ),
    Area(
        "Hệ thống",
        (
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
