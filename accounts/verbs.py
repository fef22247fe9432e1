"""What the verbs of the audit trail are called in the "Quá trình" panel of a document."""

VERBS = {
    "account.activated": "Kích hoạt tài khoản",
    "account.code_issued": "Cấp mã kích hoạt",
    "appointment.ended": "Thôi giữ chức vụ",
    "appointment.made": "Giữ chức vụ",
    "breach.confirmed": "Kết luận có vi phạm",
    "breach.dismissed": "Kết luận không có vi phạm",
    "breach.reported": "Ghi nhận vi phạm",
    "breach.verifying": "Bắt đầu xác minh",
    "cadre.changed": "Sửa thông tin",
    "cadre.imported": "Nhập danh sách cán bộ",
    "evaluation.appraised": "Thẩm định",
    "evaluation.assessed": "Gửi phần đánh giá",
    "evaluation.decided": "Quyết định kết quả",
    "evaluation.locked": "Khóa kết quả",
    "evaluation.notified": "Thông báo kết quả",
    "evaluation.opened": "Mở phiếu đánh giá",
    "evaluation.reconsideration_asked": "Đề nghị xem xét lại",
    "evaluation.reconsidered": "Trả lời đề nghị xem xét lại",
    "evaluation.source_waived": "Miễn một nguồn đánh giá",
    "followup.moved": "Cập nhật kiến nghị",
    "period.closed": "Đóng kỳ rèn luyện",
    "period.locked": "Khóa kỳ rèn luyện",
    "period.moved": "Dời các mốc của kỳ",
    "period.opened": "Mở kỳ rèn luyện",
    "period.prepared": "Lập kỳ rèn luyện",
    "plan.approved": "Duyệt bảng đăng ký đi cơ sở",
    "plan.dept_ok": "Ban chuyên môn đồng ý",
    "plan.expired": "Hết quý, chưa được duyệt",
    "plan.item_dropped": "Hoãn hoặc hủy một chuyến",
    "plan.returned": "Trả lại để sửa",
    "plan.started": "Mở bảng đăng ký",
    "plan.submitted": "Nộp bảng đăng ký đi cơ sở",
    "plan.undone": "Hoàn tác quyết định",
    "pledge.approved": "Duyệt bản đăng ký",
    "pledge.cancelled": "Hủy bản đăng ký",
    "pledge.passed_on": "Ban chuyên môn đồng ý",
    "pledge.progressed": "Cập nhật tiến độ",
    "pledge.returned": "Trả lại để sửa",
    "pledge.started": "Bắt đầu bản đăng ký",
    "pledge.submitted": "Nộp bản đăng ký",
    "pledge.undone": "Hoàn tác quyết định",
    "programme.approved": "Duyệt chương trình",
    "programme.progressed": "Cập nhật giải pháp",
    "programme.returned": "Trả lại để sửa",
    "programme.started": "Bắt đầu chương trình",
    "programme.submitted": "Nộp chương trình",
    "quota.set": "Đặt định mức đi cơ sở",
    "run.downloaded": "Tải tệp",
    "run.started": "Bắt đầu tác vụ",
    "snapshot.frozen": "Chốt số liệu",
    "unit.founded": "Thành lập đơn vị",
    "unit.reminded": "Nhắc đơn vị",
    "visit.confirmed": "Xác nhận chuyến đi",
    "visit.logged": "Ghi chuyến đi",
    "visit.photo_added": "Thêm ảnh",
    "visit.photo_removed": "Bỏ ảnh",
    "visit.questioned": "Đề nghị làm rõ",
    "visit.reported": "Báo cáo chuyến đi",
    "workbook.made": "Xuất biểu",
}


# In what capacity somebody acted; a name may follow.
ACTING = {
    "delegate": "được ủy quyền của",
    "recorder": "ghi theo biên bản của tập thể",
    "stand_in": "duyệt thay",
}


def acting_label_of(role: str) -> str:
    return ACTING.get(role, role)


def label_of(verb: str) -> str:
    """The words for a verb; an unknown one shows its code rather than nothing."""
    return VERBS.get(verb, verb)
