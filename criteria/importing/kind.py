"""The workbook of pledges as a kind of list that the portal takes; `criteria.tasks` makes it known."""

from cadres.importing.kinds import SheetKind
from cadres.models import Sheet
from criteria.importing.columns import LAYOUT
from criteria.importing.judging import fingerprint
from criteria.pledging.preparing import write

KIND = SheetKind(
    Sheet.PLEDGES,
    "ban-dang-ky",
    "Nhập bản đăng ký từ Excel",
    "nội dung đăng ký",
    LAYOUT,
    fingerprint,
    write,
    ("full_name", "Họ và tên"),
    (
        *(("criterion_name", "Tiêu chí"), ("text", "Nội dung đăng ký"), ("target", "Chỉ tiêu")),
        *(("due_on", "Thời hạn"), ("evidence", "Minh chứng")),
    ),
    (
        "Bắt buộc: Mã cán bộ, Tiêu chí, Nội dung đăng ký. Mỗi nội dung một dòng, mỗi tiêu chí 1 đến 3 nội dung.",
        "Dòng chưa ghi nội dung được bỏ qua. Người đã nộp, hoặc đã tự viết, được giữ nguyên.",
        "Kết quả là bản nháp: từng đồng chí mở đọc, tự cam kết các điều KHÔNG rồi tự nộp.",
    ),
    made_at="criteria:workbook_new",
    stands_under="criteria:pledge_list",
)
