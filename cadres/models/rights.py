"""What each role may do and how far it reaches: the one table of rights. Pure; the code asks for rights, not roles."""

from django.db import models


class Level(models.TextChoices):
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện và tương đương"
    BASE = "base", "Cấp cơ sở"
    BRANCH = "branch", "Chi đoàn"


class Category(models.TextChoices):
    """Who the plan binds (283-KH/TĐTN-TCKT, II.1)."""

    BRANCH_SEC = "BRANCH_SEC", "Bí thư, Phó Bí thư chi đoàn"
    BASE_LEADER = "BASE_LEADER", "Bí thư, Phó Bí thư Đoàn cơ sở"
    DIST_LEADER = "DIST_LEADER", "Bí thư, Phó Bí thư cấp huyện"
    DIST_STAFF = "DIST_STAFF", "Cán bộ chuyên trách cấp huyện"
    PROV_LEADER = "PROV_LEADER", "Bí thư, Phó Bí thư Tỉnh đoàn"
    PROV_STAFF = "PROV_STAFF", "Cán bộ chuyên trách cấp tỉnh"
    MIL_ASSIST = "MIL_ASSIST", "Trợ lý thanh niên Quân đội"
    POLICE_YC = "POLICE_YC", "Cán bộ thanh niên Công an"
    TEAM_HEAD = "TEAM_HEAD", "Giáo viên - Tổng phụ trách Đội"


class Seat(models.TextChoices):
    """What a post is inside its unit."""

    SECRETARY = "secretary", "Bí thư"
    DEPUTY = "deputy", "Phó Bí thư"
    HEAD = "head", "Trưởng ban, thủ trưởng"
    STAFF = "staff", "Cán bộ"


class Role(models.TextChoices):
    CADRE = "cadre", "Cán bộ Đoàn"
    UNIT_SECRETARY = "unit_secretary", "Bí thư"
    DEPUTY_SECRETARY = "deputy_secretary", "Phó Bí thư"
    DEPT_HEAD = "dept_head", "Trưởng ban"
    UNIT_ADMIN = "unit_admin", "Cán bộ tổ chức của đơn vị"
    SUPERVISOR = "supervisor", "Phụ trách đơn vị"
    PARTY_REP = "party_rep", "Đại diện cấp ủy"
    INSPECTOR = "inspector", "Ủy ban Kiểm tra"
    ORG_STAFF = "org_staff", "Ban Tổ chức - Kiểm tra"
    PROP_STAFF = "prop_staff", "Ban Tuyên giáo"
    SYSADMIN = "sysadmin", "Quản trị hệ thống"


class Right(models.TextChoices):
    PEOPLE_READ = "people.read", "Xem cán bộ"
    PEOPLE_EDIT = "people.edit", "Quản lý danh sách cán bộ"
    PEOPLE_CONFIRM = "people.confirm", "Xác nhận người tự đăng ký"
    PEOPLE_EXPORT = "people.export", "Xuất danh sách cán bộ"
    ACCOUNT_HELP = "account.help", "Giúp mở lại tài khoản"
    PRIVACY_ANSWER = "privacy.answer", "Trả lời yêu cầu về dữ liệu cá nhân"
    UNIT_READ = "unit.read", "Xem đơn vị"
    UNIT_EDIT = "unit.edit", "Sắp xếp đơn vị"
    GRANT_MANAGE = "grant.manage", "Giao và thu quyền"
    PROGRAMME_READ = "programme.read", "Xem chương trình của đơn vị"
    PROGRAMME_EDIT = "programme.edit", "Soạn chương trình của đơn vị"
    PROGRAMME_DECIDE = "programme.decide", "Duyệt chương trình của đơn vị dưới"
    PLEDGE_READ = "pledge.read", "Xem bản đăng ký"
    PLEDGE_WRITE = "pledge.write", "Lập bản đăng ký của mình"
    PLEDGE_ENTER = "pledge.enter", "Nhập hộ bản đăng ký"
    PLEDGE_DECIDE = "pledge.decide", "Duyệt bản đăng ký"
    PLEDGE_RECORD = "pledge.record", "Ghi quyết định của tập thể"
    PLEDGE_INSPECT = "pledge.inspect", "Kiểm tra ngẫu nhiên kết quả rèn luyện"
    PLEDGE_REMIND = "pledge.remind", "Gọi, nhắc người còn thiếu bản đăng ký"
    VISIT_READ = "visit.read", "Xem chuyến đi cơ sở"
    VISIT_WRITE = "visit.write", "Đăng ký và báo cáo đi cơ sở"
    VISIT_DECIDE = "visit.decide", "Duyệt lịch đi cơ sở"
    EVALUATION_READ = "evaluation.read", "Xem kết quả đánh giá"
    EVALUATION_SELF = "evaluation.self", "Tự đánh giá"
    EVALUATION_UNION = "evaluation.union", "Chấm phần của cấp bộ Đoàn"
    EVALUATION_PARTY = "evaluation.party", "Nhận xét của cấp ủy"
    EVALUATION_APPRAISE = "evaluation.appraise", "Thẩm định kết quả"
    BREACH_RECORD = "breach.record", "Ghi nhận vi phạm"
    REPORT_READ = "report.read", "Xem tiến độ và biểu mẫu"
    REPORT_FREEZE = "report.freeze", "Chốt số liệu"
    PERIOD_MANAGE = "period.manage", "Mở và quản lý kỳ rèn luyện"
    AUDIT_READ = "audit.read", "Xem nhật ký hệ thống"
    SYSTEM_MANAGE = "system.manage", "Quản trị hệ thống"


class Reach(models.TextChoices):
    SELF = "self", "của mình"
    UNIT = "unit", "đúng đơn vị"
    SUBTREE = "subtree", "đơn vị và bên dưới"
    ASSIGNED = "assigned", "đơn vị được phân công"


def _all(reach: Reach, *rights: Right) -> dict[Right, Reach]:
    return dict.fromkeys(rights, reach)


_READS = (Right.PEOPLE_READ, Right.UNIT_READ, Right.PROGRAMME_READ, Right.PLEDGE_READ, Right.VISIT_READ)
_DECIDES = (Right.PROGRAMME_EDIT, Right.PROGRAMME_DECIDE, Right.PLEDGE_DECIDE, Right.VISIT_DECIDE)

RIGHTS: dict[Role, dict[Right, Reach]] = {
    Role.CADRE: _all(
        Reach.SELF,
        *(Right.PEOPLE_READ, Right.PLEDGE_READ, Right.PLEDGE_WRITE, Right.VISIT_READ, Right.VISIT_WRITE),
        *(Right.EVALUATION_READ, Right.EVALUATION_SELF),
    ),
    Role.UNIT_SECRETARY: _all(
        Reach.SUBTREE,
        *_READS,
        *(Right.PEOPLE_EXPORT, Right.ACCOUNT_HELP, Right.GRANT_MANAGE, Right.EVALUATION_READ, Right.REPORT_READ),
        Right.PLEDGE_ENTER,
        Right.PLEDGE_REMIND,
    )
    | _all(Reach.UNIT, *_DECIDES, Right.PEOPLE_CONFIRM, Right.EVALUATION_UNION, Right.EVALUATION_APPRAISE),
    Role.DEPUTY_SECRETARY: _all(Reach.SUBTREE, *_READS, Right.REPORT_READ, Right.PLEDGE_REMIND)
    | _all(Reach.UNIT, Right.PROGRAMME_EDIT),
    Role.DEPT_HEAD: _all(Reach.UNIT, *_READS, *_DECIDES, Right.PEOPLE_CONFIRM, Right.PLEDGE_REMIND),
    Role.UNIT_ADMIN: _all(
        Reach.SUBTREE,
        *_READS,
        *(Right.PEOPLE_EDIT, Right.PEOPLE_EXPORT, Right.UNIT_EDIT, Right.GRANT_MANAGE, Right.REPORT_READ),
        Right.PLEDGE_ENTER,
        Right.PLEDGE_REMIND,
    )
    | _all(Reach.UNIT, Right.PROGRAMME_EDIT),
    Role.SUPERVISOR: _all(Reach.ASSIGNED, *_READS, Right.REPORT_READ, Right.PLEDGE_REMIND),
    Role.PARTY_REP: _all(
        Reach.SUBTREE, Right.PEOPLE_READ, Right.UNIT_READ, Right.EVALUATION_READ, Right.EVALUATION_PARTY
    ),
    Role.INSPECTOR: _all(
        Reach.SUBTREE,
        *_READS,
        *(Right.PEOPLE_EXPORT, Right.PLEDGE_INSPECT, Right.EVALUATION_READ, Right.BREACH_RECORD),
        *(Right.REPORT_READ, Right.AUDIT_READ),
    ),
    Role.ORG_STAFF: _all(
        Reach.SUBTREE,
        *_READS,
        *(Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM, Right.PEOPLE_EXPORT, Right.ACCOUNT_HELP, Right.PRIVACY_ANSWER),
        *(Right.UNIT_EDIT, Right.GRANT_MANAGE, Right.PLEDGE_ENTER),
        *(Right.PLEDGE_RECORD, Right.PLEDGE_REMIND, Right.EVALUATION_READ, Right.EVALUATION_APPRAISE),
        *(Right.REPORT_READ, Right.REPORT_FREEZE, Right.PERIOD_MANAGE, Right.AUDIT_READ),
    ),
    Role.PROP_STAFF: _all(Reach.SUBTREE, Right.PEOPLE_READ, Right.UNIT_READ, Right.PROGRAMME_READ, Right.REPORT_READ),
    Role.SYSADMIN: _all(Reach.SUBTREE, Right.UNIT_READ, Right.SYSTEM_MANAGE, Right.GRANT_MANAGE, Right.AUDIT_READ),
}

# Over what all units share: a role gives these only at the root of the tree.
WHOLE = frozenset({Right.PERIOD_MANAGE, Right.REPORT_FREEZE, Right.PRIVACY_ANSWER, Right.SYSTEM_MANAGE})

# Posts give roles by themselves, where the post's level is the unit's own (domain §16). At the province the
# secretary and the deputies together are the Thường trực, which decides.
POST_ROLES: dict[tuple[Level, Seat], tuple[Role, ...]] = {
    (Level.PROVINCE, Seat.SECRETARY): (Role.UNIT_SECRETARY,),
    (Level.PROVINCE, Seat.DEPUTY): (Role.UNIT_SECRETARY,),
    (Level.DISTRICT, Seat.SECRETARY): (Role.UNIT_SECRETARY,),
    (Level.DISTRICT, Seat.DEPUTY): (Role.DEPUTY_SECRETARY,),
    (Level.BASE, Seat.SECRETARY): (Role.UNIT_SECRETARY, Role.UNIT_ADMIN),
    (Level.BASE, Seat.DEPUTY): (Role.DEPUTY_SECRETARY,),
    (Level.PROVINCE, Seat.HEAD): (Role.DEPT_HEAD,),
}
GRANTABLE = tuple(role for role in Role if role != Role.CADRE)
