"""What each role does in the year, in the order of the year: the text of the help pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    url_name: str = ""
    link: str = ""


@dataclass(frozen=True)
class Guide:
    slug: str
    name: str
    intro: str
    steps: tuple[Step, ...]


CADRE = Guide(
    "can-bo",
    "Cán bộ Đoàn",
    "Một năm có bốn việc: đăng ký, đi cơ sở, tự đánh giá, xem kết quả. Trang Việc cần làm luôn ghi việc kế tiếp.",
    (
        Step(
            "Lập bản đăng ký",
            "Chọn gợi ý hoặc tự viết 1 đến 3 nội dung cho mỗi tiêu chí, ghi chỉ tiêu và thời hạn, rồi nộp cho Bí thư."
            " Chữ tự lưu khi viết, mất mạng cũng không mất. Bí thư chi đoàn có bản rút gọn. Hạn tính theo lần nộp đầu.",
            "criteria:pledge_mine",
            "Mở bản đăng ký",
        ),
        Step(
            "Cập nhật tiến độ và minh chứng",
            "Mở bản đăng ký, chạm Cập nhật tiến độ rồi Hoàn thành; thêm ảnh, PDF hoặc liên kết. Nơi duyệt xem và ghi"
            " đạt, chưa rõ hoặc không đạt. Việc thay đổi thì bấm Đề nghị sửa, bản cũ vẫn dùng đến khi được duyệt.",
            "criteria:pledge_mine",
            "Mở bản đăng ký",
        ),
        Step(
            "Tự xem lại giữa năm",
            "Từ 25/06 đến 10/07: một trang ghi tiến độ từng nội dung, một nhận xét và cần được giúp gì.",
            "criteria:pledge_mine",
            "Mở bản đăng ký",
        ),
        Step(
            "Đăng ký đi cơ sở từng quý",
            "Ghi nơi đến, nội dung và ngày dự kiến; Bí thư duyệt trước khi quý bắt đầu.",
            "fieldvisits:plan_mine",
            "Mở lịch đi cơ sở",
        ),
        Step(
            "Báo cáo chuyến đi",
            "Sau mỗi chuyến, ghi điều nắm được, kiến nghị và tối đa 5 ảnh. Chụp ngay trên điện thoại được.",
            "fieldvisits:visit_new",
            "Viết báo cáo",
        ),
        Step(
            "Giới thiệu và học mô hình hay",
            "Việc đã hoàn thành thì tự đề xuất, rút lúc nào cũng được; mô hình hay thì đưa vào bản đăng ký đang soạn.",
            "criteria:good_model_list",
            "Mở mô hình hay",
        ),
        Step(
            "Tự đánh giá cuối năm",
            "Chấm từng nội dung từ 0 đến 4 và viết một nhận xét. Ngày đi cơ sở đã được điền sẵn.",
            "evaluations:mine",
            "Mở phiếu đánh giá",
        ),
        Step(
            "Xem kết quả",
            "Trang kết quả ghi rõ từng phép tính. Thấy chưa đúng thì đề nghị xem xét lại ngay trên trang.",
            "evaluations:mine",
            "Xem kết quả",
        ),
        Step(
            "Biết Cổng giữ gì về mình",
            "Xem, tải về, đề nghị sửa hoặc xóa; có trả lời trong 2 ngày làm việc.",
            "portal:own_data",
            "Mở dữ liệu của tôi",
        ),
    ),
)
SECRETARY = Guide(
    "bi-thu",
    "Bí thư, Phó Bí thư, Trưởng ban",
    "Ngoài việc của cán bộ, người đứng đầu duyệt hồ sơ của đơn vị mình và của người đứng đầu đơn vị trực tiếp dưới.",
    (
        Step(
            "Đặt trọng tâm của đơn vị",
            "Nhập văn bản, trọng tâm, việc để cán bộ chọn và giải pháp; ghi buổi đối thoại, tập huấn đã làm.",
            "criteria:programme_list",
            "Mở chương trình",
        ),
        Step(
            "Triển khai chương trình của cấp trên",
            "Ghi ngày và số người đã triển khai; đối chiếu với chương trình của mình, lấy trọng tâm, chỉ tiêu về rồi cụ"
            " thể hóa. Nội dung còn nguyên văn được đánh dấu trước khi gửi.",
            "criteria:programme_list",
            "Mở chương trình",
        ),
        Step(
            "Đưa trọng tâm xuống cơ sở",
            "Từ chương trình đã duyệt, chọn trọng tâm và đơn vị rồi chép vào bản nháp của họ; xem ai đã triển khai, ai"
            " đã cụ thể hóa.",
            "criteria:programme_list",
            "Mở chương trình",
        ),
        Step(
            "Giới thiệu và học mô hình hay",
            "Giải pháp đã có kết quả thì đề xuất; mô hình của nơi khác thì lấy về bản nháp và sửa cho hợp đơn vị mình.",
            "criteria:good_model_list",
            "Mở mô hình hay",
        ),
        Step(
            "Duyệt hồ sơ",
            "Bản đăng ký, chương trình, lịch đi cơ sở, báo cáo chuyến đi nằm trong một danh sách, quá hạn xếp trước."
            " Hạn trả lời là 5 ngày làm việc, người gửi cũng thấy. Duyệt từng bản, chọn nhiều bản, hoặc tất cả"
            " theo bộ lọc. Trả lại thì ghi lý do; câu mẫu có sẵn.",
            "portal:inbox",
            "Mở hồ sơ chờ duyệt",
        ),
        Step(
            "Lỡ tay thì hoàn tác",
            "Trong 10 phút, khi chưa ai làm tiếp theo quyết định; thư báo chờ hết 10 phút mới gửi. Trên máy tính dùng"
            " phím: j, k để chuyển; a duyệt; r trả lại; x chọn; ? xem lại các phím.",
            "portal:inbox",
            "Mở hồ sơ chờ duyệt",
        ),
        Step(
            "Giúp người không tự nhập được",
            "Nhập hộ theo bản giấy đã ký, kèm ảnh; người đó xác nhận và người khác duyệt. Đơn vị đông: tải tệp Excel"
            " có sẵn tên, điền rồi tải lên thành bản nháp để từng người tự nộp.",
            "criteria:entry_list",
            "Mở trang nhập hộ",
        ),
        Step(
            "Kiểm tra việc báo xong",
            "Xem minh chứng rồi ghi đạt, chưa rõ hoặc không đạt; chưa rõ thì cán bộ được hỏi lại. Đề nghị sửa và tự"
            " xem lại giữa năm cũng chờ ở trang Việc cần làm.",
            "criteria:check_list",
            "Mở việc chưa kiểm tra",
        ),
        Step(
            "Gọi, nhắc người còn thiếu",
            "Ai chưa làm, bị trả lại, quá hạn; gọi, ghi lời hẹn, nhắc một người hoặc cả danh sách.",
            "criteria:late_list",
            "Mở danh sách còn thiếu",
        ),
        Step(
            "Chấm điểm và quyết định",
            "Chấm phần của cấp bộ Đoàn, xem đủ nguồn, quyết định mức và thông báo.",
            "evaluations:inbox",
            "Mở phiếu chờ chấm",
        ),
        Step(
            "Theo dõi tiến độ",
            "Mỗi con số mở ra đúng những người ở sau nó.",
            "reports:dashboard",
            "Mở tiến độ",
        ),
    ),
)
PARTY = Guide(
    "cap-uy",
    "Cấp ủy",
    "Cấp ủy chấm riêng, không thấy điểm của nguồn khác trước khi công bố.",
    (
        Step(
            "Chấm cán bộ",
            "Cho một mức chung hoặc chấm từng nội dung, kèm ưu điểm và hạn chế.",
            "evaluations:inbox",
            "Mở phiếu chờ chấm",
        ),
        Step("Xem tiến độ", "Tỷ lệ đăng ký và đi cơ sở của đơn vị.", "reports:dashboard", "Mở tiến độ"),
    ),
)
STAFF = Guide(
    "ban-to-chuc",
    "Ban Tổ chức - Kiểm tra Tỉnh đoàn",
    "Mở kỳ, nhập danh sách, theo dõi hai đích 100% và xuất báo cáo.",
    (
        Step("Mở kỳ rèn luyện", "Đặt thời hạn, định mức, trọng số rồi mở kỳ.", "criteria:period_list", "Mở kỳ"),
        Step(
            "Soạn bộ tiêu chí",
            "Khi văn bản thay đổi: chép thành phiên bản mới, sửa, xem trước, ban hành, rồi chọn cho kỳ.",
            "criteria:set_list",
            "Mở bộ tiêu chí",
        ),
        Step(
            "Nhập danh sách cán bộ",
            "Tải lên tệp Excel như cơ sở gửi; xem trước, sửa dòng sai, rồi ghi.",
            "cadres:import_new",
            "Nhập danh sách",
        ),
        Step("Theo dõi và nhắc", "Bảng theo đơn vị, xấu nhất ở trên.", "reports:dashboard", "Mở tiến độ"),
        Step(
            "Xét mô hình hay",
            "Công nhận để vào thư viện chung, hoặc trả lời kèm lý do; ẩn được khi sai.",
            "portal:inbox",
            "Mở hộp duyệt",
        ),
        Step("Thẩm định kết quả", "Xem các phiếu đã đủ nguồn.", "evaluations:list", "Mở đánh giá"),
        Step(
            "Xuất biểu mẫu",
            "Biểu B1, B2, B3, B5, B6 chạy nền; tải về ở trang Tác vụ.",
            "accounts:run_list",
            "Mở tác vụ",
        ),
        Step(
            "Trả lời yêu cầu về dữ liệu cá nhân",
            "Người nào đề nghị sửa, xóa dữ liệu của mình phải được trả lời trong 2 ngày làm việc.",
            "cadres:data_request_list",
            "Mở yêu cầu",
        ),
        Step("Xem nhật ký", "Ai đã làm gì với hồ sơ nào, trước và sau ra sao.", "cadres:trail_list", "Mở nhật ký"),
    ),
)
ADMIN = Guide(
    "to-chuc-don-vi",
    "Cán bộ tổ chức đơn vị",
    "Giữ danh sách cán bộ của đơn vị đúng và đủ.",
    (
        Step("Cập nhật danh sách", "Nhập từ Excel hoặc sửa từng người.", "cadres:cadre_list", "Mở danh sách"),
        Step("Gọi, nhắc người còn thiếu", "Gọi, ghi lời hẹn, nhắc.", "criteria:late_list", "Mở danh sách còn thiếu"),
        Step("Xem tiến độ", "Ai chưa đăng ký, ai chưa đi cơ sở.", "reports:dashboard", "Mở tiến độ"),
    ),
)
WATCH = Guide(
    "theo-doi",
    "Cán bộ phụ trách, kiểm tra, tuyên giáo",
    "Xem hồ sơ trong phạm vi được giao; không duyệt thay đơn vị.",
    (
        Step("Xem tiến độ", "Mở từ con số tới đúng danh sách.", "reports:dashboard", "Mở tiến độ"),
        Step("Xem hồ sơ cán bộ", "Bản đăng ký, chuyến đi và kết quả.", "cadres:cadre_list", "Mở danh sách"),
    ),
)
SYSTEM = Guide(
    "quan-tri",
    "Quản trị hệ thống",
    "Giữ Cổng chạy; không xem nội dung hồ sơ.",
    (Step("Theo dõi tác vụ", "Tác vụ dừng vì lỗi có nút Chạy lại.", "accounts:run_list", "Mở tác vụ"),),
)
GUIDES = (CADRE, SECRETARY, PARTY, STAFF, ADMIN, WATCH, SYSTEM)
