"""What people of the demo promise, plan, find and write: per criterion, as a cadre of the Union would put it."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Promise:
    text: str
    target: str
    evidence: str
    statement: str


PROMISES: dict[str, tuple[Promise, ...]] = {
    "GM": (
        Promise("Dự họp đúng giờ, đúng thành phần; vắng mặt thì báo trước lý do", "100% cuộc họp", "Sổ họp", "GM-3"),
        Promise("Tự phê bình và phê bình tại sinh hoạt chi đoàn hằng quý", "4 lần trong năm", "Biên bản", "GM-2"),
        Promise("Học và làm theo Bác: mỗi tháng một việc làm cụ thể tại nơi cư trú", "12 việc", "Ảnh, nhật ký", "GM-1"),
        Promise("Giữ tác phong, lời nói đúng mực khi làm việc với nhân dân và đoàn viên", "Không có phản ánh",
                "Nhận xét của chi bộ", "GM-4"),
        Promise("Chấp hành luật giao thông, không uống rượu bia khi lái xe, vận động đoàn viên cùng làm",
                "20 đoàn viên ký cam kết", "Bản cam kết", "GM-1"),
    ),
    "ST": (
        Promise("Đề xuất một cách làm mới trong sinh hoạt chi đoàn chủ điểm", "1 cách làm", "Đề cương, ảnh", "ST-1"),
        Promise("Dùng mã QR điểm danh và lấy ý kiến trong các buổi sinh hoạt", "6 buổi", "Danh sách điểm danh", "ST-1"),
        Promise("Viết bài hoặc làm video giới thiệu mô hình hay của đơn vị", "4 sản phẩm", "Đường dẫn", "ST-2"),
        Promise("Xây dựng tủ sách, góc học tập cho thanh niên công nhân ở khu nhà trọ", "1 công trình",
                "Biên bản bàn giao", "ST-2"),
        Promise("Số hóa hồ sơ đoàn viên của đơn vị, không lập lại sổ giấy", "100% hồ sơ", "Số liệu phần mềm", "ST-1"),
    ),
    "TN": (
        Promise("Hoàn thành báo cáo tháng đúng hạn, số liệu có nguồn kiểm chứng", "12 báo cáo", "Báo cáo", "TN-4"),
        Promise("Tập thể dục ít nhất ba buổi mỗi tuần, vận động đoàn viên cùng tham gia", "3 buổi mỗi tuần",
                "Nhật ký", "TN-2"),
        Promise("Tổ chức tư vấn việc làm, giới thiệu việc cho thanh niên chưa có việc", "15 thanh niên",
                "Danh sách", "TN-7"),
        Promise("Chủ động tham mưu cấp ủy kế hoạch công tác Đoàn từng quý", "4 kế hoạch", "Văn bản", "TN-5"),
        Promise("Kiểm tra, đôn đốc chi đoàn thực hiện công trình thanh niên đã nhận", "2 lượt mỗi chi đoàn",
                "Biên bản kiểm tra", "TN-6"),
    ),
    "SS": (
        Promise("Dự sinh hoạt với chi đoàn khu phố, ấp mỗi tháng ít nhất một lần", "12 buổi", "Biên bản", "SS-2"),
        Promise("Gặp gỡ thanh niên công nhân ở trọ, nắm tâm tư, giúp gỡ khó khăn", "8 lượt", "Phiếu ghi", "SS-2"),
        Promise("Đi cơ sở theo lịch đã đăng ký, mỗi chuyến có ít nhất một giải pháp", "Đủ định mức", "Báo cáo", "SS-1"),
        Promise("Tổ chức diễn đàn lắng nghe ý kiến thiếu nhi, thanh niên tại đơn vị", "2 diễn đàn", "Biên bản", "SS-3"),
        Promise("Trả lời kiến nghị của đoàn viên trong 10 ngày làm việc", "100% kiến nghị", "Sổ theo dõi", "SS-3"),
    ),
}  # fmt: skip

AREAS = (
    *("; làm trước ở chi đoàn khu phố 1", "; phụ trách nhóm thanh niên công nhân", "; làm cùng chi đoàn trường học"),
    *("; ưu tiên địa bàn ấp xa", "; phối hợp với Hội Liên hiệp Thanh niên", "; làm mẫu ở khu nhà trọ số 3"),
    *("; gắn với Ngày Chủ nhật xanh", "; mỗi quý rút kinh nghiệm một lần", "; có đoàn viên mới cùng tham gia"),
    *("; báo kết quả tại giao ban tháng", "; cùng Bí thư chi đoàn bạn", "; làm từ nhóm nhỏ rồi mở rộng", ""),
)


def promised(criterion: str, key: int, n: int, *, alike: bool) -> Promise:
    """The n-th promise of a pledge, in words that hardly two of a unit share; `alike`: all begin with the same one."""
    promises = PROMISES[criterion]
    if alike and criterion == "GM" and not n:
        return promises[0]
    promise = promises[(key + list(PROMISES).index(criterion) + n) % len(promises)]
    return replace(promise, text=f"{promise.text}{AREAS[(key + n) * 5 % len(AREAS)]}")


RETURN_REASONS = (
    "Chỉ tiêu của tiêu chí Sáng tạo chưa đo được, đồng chí ghi rõ số lượng và thời hạn.",
    "Nội dung Sâu sát cơ sở trùng với năm trước; đồng chí chọn việc gắn với trọng tâm năm nay của đơn vị.",
    "Thời hạn dồn hết vào tháng cuối, đồng chí chia lại cho từng quý.",
)
MINUTES = "12-BB/TĐTN"

FOCI = (
    ("Chấn chỉnh giờ giấc, chất lượng hội họp và sinh hoạt chi đoàn", ("GM-3", "TN-4")),
    ("Hướng về thanh niên công nhân, khu nhà trọ", ("SS-2", "SS-3", "TN-7")),
    ("Mỗi chi đoàn một cách làm mới", ("ST-1", "ST-2")),
    ("Cán bộ Đoàn gần dân, sát cơ sở", ("SS-1", "SS-2")),
)
# What makes a focus or a solution a unit's own; some units have left it as it came.
OWN_WORDS = (
    "",
    "",
    "bắt đầu từ {n} chi đoàn yếu",
    "ở {n} khu nhà trọ đông công nhân",
    "mỗi khu phố {n} lần trong quý",
    "do {n} ủy viên Ban Chấp hành theo dõi",
    "nhất là {n} tổ sản xuất làm ca đêm",
    "với {n} trường học trên địa bàn",
)
# (what, kind, result): one of each of the plan's two systems for every focus.
ENVIRONMENT = (
    ("Mỗi tháng một buổi “Thứ Bảy cùng công nhân” tại khu nhà trọ", "welfare", "10 buổi, 620 lượt công nhân"),
    ("Đối thoại giữa Ban Thường vụ với cán bộ, đoàn viên", "dialogue", "2 buổi, 130 người"),
    ("Tọa đàm “Chi đoàn sáng tạo”, nhân rộng ba mô hình tốt nhất", "talk", "3 mô hình nhân rộng"),
    ("Tập huấn kỹ năng nắm tình hình, ghi nhận ý kiến cho bí thư chi đoàn", "training", "2 lớp, 85 người"),
    ("Đưa bốn tiêu chí rèn luyện lên bảng tin và trang của Đoàn", "propaganda", "12 tin, bài"),
)
RESULTS = (
    ("Hộp thư góp ý cho cán bộ Đoàn, trả lời trong năm ngày làm việc", "channel", "48 ý kiến, trả lời 48"),
    ("Sinh hoạt chuyên đề kiểm điểm việc giữ giờ giấc hội họp", "themed", "4 kỳ, 96 lượt dự"),
    ("Phân công ủy viên Ban Thường vụ dự họp, chấm điểm theo phiếu", "other", "24 cuộc họp"),
)
INDICATORS = {
    "GM-3": ("Có mặt trước giờ họp 5 phút, vắng thì báo trước", "100% cuộc họp", "Biên bản, điểm danh"),
    "TN-4": ("Xong việc được giao trước hạn ít nhất một ngày", "90% đầu việc", "Báo cáo tháng"),
    "SS-2": ("Gặp đoàn viên ở khu nhà trọ mỗi tháng một lần", "10 buổi", "Ảnh, sổ ghi ý kiến"),
    "SS-3": ("Trả lời mọi ý kiến của thanh niên trong năm ngày", "100% ý kiến", "Sổ theo dõi ý kiến"),
    "TN-7": ("Nhận đỡ đầu một thiếu nhi có hoàn cảnh khó khăn", "1 em", "Xác nhận của chi bộ"),
    "ST-1": ("Đổi mới ít nhất một buổi sinh hoạt chi đoàn", "1 buổi", "Kịch bản, ảnh"),
    "ST-2": ("Đề xuất một cách làm mới với Ban Chấp hành", "1 cách làm", "Văn bản đề xuất"),
    "SS-1": ("Dự sinh hoạt với chi đoàn được phân công", "4 lần", "Báo cáo chuyến đi"),
}
QUESTIONS = (
    ("Vì sao lịch họp hay báo gấp?", "Từ tháng sau Văn phòng gửi giấy mời trước ba ngày."),
    ("Điểm sinh hoạt ở khu nhà trọ có mở buổi tối không?", "Mở thứ Ba, thứ Năm đến 21 giờ."),
    ("Kinh phí hoạt động hè khi nào về đến chi đoàn?", ""),
)

VISIT_CONTENTS = (
    ("a", "Nắm tình hình việc làm, đời sống thanh niên công nhân ở khu nhà trọ", "Thanh niên công nhân"),
    ("d", "Dự sinh hoạt chi đoàn chủ điểm, góp ý cách tổ chức", "Đoàn viên chi đoàn"),
    ("b", "Phối hợp ra quân Ngày Chủ nhật xanh", "Đoàn viên, thanh niên"),
    ("c", "Kiểm tra việc thực hiện chương trình rèn luyện đoàn viên", "Ban Chấp hành Đoàn"),
    ("a", "Khảo sát nhu cầu học nghề của thanh niên sau xuất ngũ", "Thanh niên địa bàn dân cư"),
)
WORK_DONE = (
    "Dự sinh hoạt, trao đổi với bí thư chi đoàn về cách chia nhóm và giao việc. Hướng dẫn dùng phần mềm điểm danh.",
    "Gặp 18 thanh niên công nhân tại hai khu nhà trọ, ghi nhận ý kiến về giờ mở cửa điểm sinh hoạt.",
    "Cùng đơn vị kiểm tra sổ sinh hoạt, công trình thanh niên và quỹ Đoàn.",
)
SITUATIONS = (
    "Đoàn viên tham gia đều, lực lượng mỏng vào giờ hành chính vì phần lớn đi làm ca.",
    "Chi đoàn sinh hoạt nền nếp; thanh niên mong có thêm sân chơi thể thao buổi tối.",
    "Một số đoàn viên đi làm xa chưa chuyển sinh hoạt; danh sách cần rà soát lại.",
)
FINDINGS = (
    "Thiếu nơi sinh hoạt buổi tối; loa đài của khu phố đã hỏng.",
    "Bí thư chi đoàn mới nhận nhiệm vụ, chưa được tập huấn.",
    "Kinh phí hoạt động hè chậm về đến cơ sở.",
)
FOLLOW_UPS = (
    "Bố trí phòng sinh hoạt cho chi đoàn vào tối thứ Ba hằng tuần",
    "Mở lớp tập huấn cho bí thư chi đoàn mới",
    "Rà soát, chuyển sinh hoạt cho đoàn viên đi làm xa",
)
QUESTION = "Ngày đi trùng với lịch họp Ban Thường vụ, đề nghị đồng chí ghi lại thời gian làm việc tại cơ sở."
PLAN_RETURN = "Đồng chí thêm ít nhất hai chuyến đến chi đoàn khu nhà trọ trong quý."

STRENGTHS = (
    "Nhiệt tình, bám sát cơ sở, phối hợp tốt với các ngành.",
    "Chủ động trong công việc, giữ đúng giờ giấc, được đoàn viên tin cậy.",
    "Có cách làm mới trong sinh hoạt chi đoàn, báo cáo đúng hạn.",
)
WEAKNESSES = (
    "Chưa thường xuyên đến các chi đoàn ở xa.",
    "Việc tổng kết, nhân rộng cách làm hay còn chậm.",
    "Một số đầu việc hoàn thành sát hạn.",
)
REMEDY = "Xếp lịch đi cơ sở ngay từ đầu quý, mỗi tháng rà lại việc chưa xong."
RECONSIDERATION = "Chuyến đi ngày cuối quý đã có báo cáo nhưng chưa được tính vào số ngày đi cơ sở."
BREACHES = (
    ("TN-K4", "Vắng mặt hai cuộc họp giao ban không báo trước, biên bản ngày 12 và 26."),
    ("GM-K5", "Uống bia trong giờ nghỉ trưa của ngày làm việc, có xác nhận của đơn vị."),
    ("TN-K1", "Số liệu báo cáo quý không khớp với danh sách tại chi đoàn."),
)


def made_own(text: str, number: int, order: int) -> str:
    """The text as this unit adapted it, or as it came."""
    own = OWN_WORDS[(number * 3 + order) % len(OWN_WORDS)].format(n=number % 11 + 2)
    return f"{text}, {own}" if own else text
