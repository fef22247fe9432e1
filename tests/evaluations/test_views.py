import pytest
from django.urls import reverse

from cadres.models import Role
from evaluations.models import Evaluation, Source, SourceAssessment
from tests.factories.cadres import with_role
from tests.factories.criteria import PledgeFactory
from tests.factories.evaluations import DO_CODES, BreachFactory, EvaluationFactory, SourceAssessmentFactory

WORDS = {"strengths": "Chủ động.", "weaknesses": "Còn nể nang.", "remedy": "Góp ý thẳng."}


@pytest.fixture
def evaluation(t):
    return EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)


@pytest.fixture
def as_(client):
    def sign_in(who):
        client.force_login(getattr(who, "user", who))
        return client

    return sign_in


def url(name, evaluation, *more):
    return reverse(f"evaluations:{name}", args=[evaluation.pk, *more])


def full_sheet(score="3", act="submit", version=0, **more):
    return {f"score_{code}": score for code in DO_CODES} | {"version": version, "act": act} | more


def self_sheet(t, **more):
    donts = t.period.statement_set.statements.dont().values_list("code", flat=True)
    return full_sheet(**WORDS, **{f"kept_{code}": "yes" for code in donts}, **more)


def test_my_page_without_an_evaluation_says_when_it_opens(t, as_):
    page = as_(t.base_secretary).get(reverse("evaluations:mine")).content.decode()
    assert "Chưa mở đánh giá" in page
    assert f"{t.period.self_opens_on:%d/%m/%Y}" in page


def test_my_page_offers_the_sheet(t, as_, evaluation):
    page = as_(t.base_secretary).get(reverse("evaluations:mine")).content.decode()
    assert url("self_assess", evaluation) in page
    assert url("union_assess", evaluation) not in page


def test_the_self_sheet_is_prefilled_from_the_pledge(t, as_, evaluation):
    PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved", items__text="Họp đúng giờ")
    page = as_(t.base_secretary).get(url("self_assess", evaluation)).content.decode()
    assert "Họp đúng giờ (chưa bắt đầu)" in page
    assert page.count('type="radio" name="score_') == 16 * 6  # ST-3 is not asked
    assert page.count('type="radio" name="kept_') == 10 * 2
    assert "checked" not in page


def test_the_cadre_sends_the_sheet(t, as_, evaluation):
    answer = as_(t.base_secretary).post(url("self_assess", evaluation), self_sheet(t, overall_level="good"))
    assert answer.url == reverse("evaluations:mine")
    row = SourceAssessment.objects.get()
    assert (row.state, row.scores["GM-1"], row.compliance["GM-K1"], row.overall_level) == ("submitted", 3, True, "good")


def test_a_draft_may_be_half_written(t, as_, evaluation):
    as_(t.base_secretary).post(url("self_assess", evaluation), {"version": 0, "act": "draft", "score_GM-1": "na"})
    assert (SourceAssessment.objects.get().state, SourceAssessment.objects.get().scores) == ("draft", {"GM-1": None})


def test_an_incomplete_sheet_says_what_to_do_and_keeps_the_rest(t, as_, evaluation):
    data = self_sheet(t)
    del data["score_TN-4"]
    page = as_(t.base_secretary).post(url("self_assess", evaluation), data).content.decode()
    assert "Chọn một mức cho nội dung này." in page
    assert "Còn nể nang." in page
    assert not SourceAssessment.objects.exists()


def test_one_criterion_all_not_applicable_is_refused(t, as_, evaluation):
    data = full_sheet(**{f"score_SS-{n}": "na" for n in (1, 2, 3)})
    page = as_(t.district_secretary).post(url("union_assess", evaluation), data).content.decode()
    assert "Chấm ít nhất một nội dung của tiêu chí Sâu sát cơ sở." in page


def test_a_stale_sheet_gives_409_and_keeps_the_words(t, as_, evaluation):
    client = as_(t.base_secretary)
    client.post(url("self_assess", evaluation), self_sheet(t))
    answer = client.post(url("self_assess", evaluation), self_sheet(t) | {"weaknesses": "Còn ngại va chạm."})
    page = answer.content.decode()
    assert (answer.status_code, "Còn nể nang." in page, "Còn ngại va chạm." in page) == (409, True, True)


def test_the_union_scores_and_a_chi_doan_secretary_on_four_lines(t, as_, evaluation):
    as_(t.district_secretary).post(url("union_assess", evaluation), full_sheet("4"))
    assert SourceAssessment.objects.get().source == Source.UNION
    branch = EvaluationFactory(cadre=t.branch_secretary, period=t.period, deciding_unit=t.base)
    page = as_(t.base_secretary).get(url("union_assess", branch)).content.decode()
    assert page.count('type="radio" name="score_') == 4 * 9
    lines = {"score_GM": "3.5", "score_ST": "3", "score_TN": "4", "score_SS": "2.5", "version": 0, "act": "submit"}
    as_(t.base_secretary).post(url("union_assess", branch), lines)
    assert branch.sources.get().scores == {"GM": 3.5, "ST": 3, "TN": 4, "SS": 2.5}


def test_the_party_committee_gives_one_level(t, as_, evaluation):
    data = {"overall_level": "good", "strengths": "Gương mẫu.", "signed_as": "Phó Bí thư", "version": 0}
    as_(t.party).post(url("party_assess", evaluation), data | {"act": "submit"})
    assert evaluation.sources.get().overall_level == "good"


def test_the_party_committee_may_score_all_statements(t, as_, evaluation):
    data = full_sheet("3", strengths="Gương mẫu.", signed_as="Phó Bí thư")
    as_(t.party).post(url("party_assess", evaluation) + "?mau=chi-tiet", data)
    assert len(evaluation.sources.get().scores) == 16


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("base_secretary", "self_assess", 200),
        ("base_secretary", "union_assess", 403),
        ("district_secretary", "union_assess", 200),
        ("district_secretary", "self_assess", 403),
        ("party", "party_assess", 200),
        ("party", "union_assess", 403),
        ("other_party", "party_assess", 404),
        ("other_district_secretary", "union_assess", 404),
        ("base_deputy", "detail", 404),
        ("province_secretary", "union_assess", 403),
        ("province_secretary", "detail", 200),
        ("staff", "detail", 200),
        ("inspector", "detail", 200),
        ("admin", "detail", 403),
        ("base_secretary", "print", 403),
    ],
)
def test_who_opens_what(t, as_, evaluation, who, name, status):
    assert as_(getattr(t, who)).get(url(name, evaluation)).status_code == status


def test_the_whole_way_through_the_pages(t, as_, evaluation):
    boss = t.district_secretary
    as_(boss).post(url("union_assess", evaluation), full_sheet("4"))
    as_(boss).post(url("waive", evaluation), {"version": 1, "source": "party", "reason": "Chưa có tổ chức Đảng"})
    for version, verb in enumerate(["appraise", "decide", "notify"], start=2):
        assert as_(boss).post(url("step", evaluation, verb), {"version": version}).status_code == 302
    page = as_(t.base_secretary).get(reverse("evaluations:mine")).content.decode()
    assert "1 × 25 = <b>25,0</b>" in page
    assert "cấp ủy (Chưa có tổ chức Đảng)" in page
    assert "<b>Điểm rèn luyện: 100,0</b>" in page
    assert "Vì sao chưa là Xuất sắc" in page
    as_(t.base_secretary).post(url("reconsider", evaluation), {"version": 5, "reason": "Bản đăng ký nộp đúng hạn."})
    page = as_(t.province_deputy).get(url("detail", evaluation)).content.decode()
    assert "Bản đăng ký nộp đúng hạn." in page
    as_(t.province_deputy).post(url("answer", evaluation), {"version": 6, "reason": "Đã kiểm tra, giữ nguyên."})
    assert Evaluation.objects.get(pk=evaluation.pk).state == "decided"


def test_the_printed_sum_stands_on_the_result_page(t, as_):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state="notified")
    for source in ("self", "union", "party"):
        SourceAssessmentFactory(evaluation=evaluation, source=source)
    page = as_(t.base_secretary).get(url("detail", evaluation)).content.decode()
    assert "Tổng: 18,8 + 18,8 + 18,8 + 18,8 = <b>75,2</b>" in page
    assert 'width="75.2%"' in page
    assert "Thiếu nguồn cấp ủy (chưa gửi), đoàn viên, thanh niên (chưa thu thập trong kỳ này)" in page
    assert as_(t.base_secretary).get(url("print", evaluation)).status_code == 200


MARKER = "CHỈ CẤP ỦY BIẾT"


@pytest.mark.parametrize("state", ["open", "appraised", "decided"])
@pytest.mark.parametrize("who", ["base_secretary", "district_secretary", "inspector", "province_secretary"])
def test_sources_do_not_see_each_other_before_the_result_is_told(t, as_, who, state):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state=state)
    for source in ("self", "union", "party"):
        SourceAssessmentFactory(evaluation=evaluation, source=source, strengths=f"{MARKER} {source}", score=1)
    pages = [url("detail", evaluation), reverse("evaluations:list"), url("print", evaluation)]
    own = {"base_secretary": "self_assess", "district_secretary": "union_assess"}.get(who)
    pages += [url(own, evaluation)] if own else []
    text = "".join(as_(getattr(t, who)).get(page, follow=True).content.decode() for page in pages)
    seen = {source for source in ("self", "union", "party") if f"{MARKER} {source}" in text}
    appraising = who == "district_secretary" and state != "open"
    own_source = {"base_secretary": {"self"}, "district_secretary": {"union"}}.get(who, set())
    assert seen == ({"self", "union", "party"} if appraising else own_source)
    assert ("75,2" in text) is appraising


@pytest.mark.parametrize("who", ["base_secretary", "district_secretary", "inspector", "party"])
def test_everything_opens_once_the_result_is_told(t, as_, who):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state="notified")
    SourceAssessmentFactory(evaluation=evaluation, source="party", strengths=MARKER)
    page = as_(getattr(t, who)).get(url("detail", evaluation)).content.decode()
    assert MARKER in page
    assert "75,2" in page


def test_a_level_cannot_be_guessed_by_filtering(t, as_):
    EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state="decided")
    page = as_(t.base_secretary).get(reverse("evaluations:list"), {"muc": "good"}).content.decode()
    assert "Không có kết quả nào khớp" in page


def test_the_panel_of_a_person(t, as_):
    EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state="notified")
    page = as_(t.district_secretary).get(reverse("evaluations:result_panel", args=[t.base_secretary.pk]))
    assert "75,2" in page.content.decode()


def test_bulk_says_for_each_row_how_it_went(t, as_):
    ready = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state="decided")
    stale = EvaluationFactory(cadre=t.base_deputy, period=t.period, deciding_unit=t.district, state="decided")
    own = EvaluationFactory(cadre=t.district_secretary, period=t.period, deciding_unit=t.district, state="decided")
    data = {"viec": "thong-bao", "ids": [f"{ready.pk}:1", f"{stale.pk}:7", f"{own.pk}:1"]}
    page = as_(t.district_secretary).post(reverse("evaluations:bulk"), data).content.decode()
    assert "Thông báo 1/3&nbsp;người" in page
    states = Evaluation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["notified", "decided", "decided"]


@pytest.mark.parametrize(
    ("who", "code", "state"),
    [
        ("district_secretary", "cap-bo-doan", "open"),
        ("party", "cap-uy", "open"),
        ("district_secretary", "quyet-dinh", "appraised"),
        ("district_secretary", "thong-bao", "decided"),
        ("province_secretary", "xem-xet-lai", "reconsidering"),
    ],
)
def test_the_inbox_shows_what_waits_for_me(t, as_, who, code, state):
    EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state=state)
    page = as_(getattr(t, who)).get(reverse("evaluations:inbox"), {"viec": code}).content.decode()
    assert t.base_secretary.full_name in page


def test_the_inbox_hides_what_is_done_and_ones_own(t, as_):
    done = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)
    SourceAssessmentFactory(evaluation=done)
    EvaluationFactory(cadre=t.district_secretary, period=t.period, deciding_unit=t.district)
    page = as_(t.district_secretary).get(reverse("evaluations:inbox"), {"viec": "cap-bo-doan"}).content.decode()
    assert "Không có phiếu nào chờ đồng chí" in page


def test_complete_sheets_wait_for_the_appraisal(t, as_, evaluation):
    SourceAssessmentFactory(evaluation=evaluation)
    page = as_(t.district_secretary).get(reverse("evaluations:inbox"), {"viec": "tham-dinh"}).content.decode()
    assert t.base_secretary.full_name not in page
    SourceAssessmentFactory(evaluation=evaluation, source="party")
    page = as_(t.district_secretary).get(reverse("evaluations:inbox"), {"viec": "tham-dinh"}).content.decode()
    assert t.base_secretary.full_name in page


def test_staff_open_the_evaluations_of_a_period(t, as_):
    assert "Mở đánh giá" in as_(t.staff).get(reverse("evaluations:list")).content.decode()
    answer = as_(t.staff).post(reverse("evaluations:open", args=[t.period.pk]))
    assert answer.url.startswith("/tac-vu/")
    assert as_(t.district_secretary).post(reverse("evaluations:open", args=[t.period.pk])).status_code == 403


def test_a_breach_from_report_to_conclusion(t, as_):
    statement = t.period.statement_set.statements.get(code="TN-K4")
    data = {"code": t.base_secretary.code, "statement": statement.pk, "occurred_on": "2026-05-05"}
    data |= {"severity": "reminder", "evidence": "Biên bản."}
    answer = as_(t.inspector).post(reverse("evaluations:breach_new"), data)
    assert t.base_secretary.full_name in as_(t.inspector).get(answer.url).content.decode()
    conclude = f"{answer.url}ket-luan/"
    as_(t.inspector).post(conclude, {"version": 1, "act": "verify"})
    as_(t.inspector).post(conclude, {"version": 2, "act": "confirm", "conclusion": "Có thật."})
    assert as_(t.base_secretary).get(answer.url).status_code == 200
    assert as_(t.district_secretary).get(answer.url).status_code == 404


def test_a_breach_of_somebody_out_of_reach_is_not_recorded(t, as_):
    page = as_(t.inspector).post(reverse("evaluations:breach_new"), {"code": "CB-XXXXXX"}).content.decode()
    assert "Không có cán bộ mang mã này" in page
    breach = BreachFactory(cadre=t.base_secretary, period=t.period)
    assert as_(t.district_secretary).get(breach.get_absolute_url()).status_code == 404


def test_a_draft_stays_with_who_writes_it_even_after_the_result_is_told(t, as_):
    told = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state="notified")
    SourceAssessmentFactory(evaluation=told, source=Source.PARTY, state="draft", strengths="Chưa gửi đi.")

    assert "Chưa gửi đi." not in as_(t.base_secretary).get(url("detail", told)).text
    assert "Chưa gửi đi." not in as_(t.district_secretary).get(url("detail", told)).text


@pytest.mark.parametrize("act", ["draft", "submit"])
def test_minutes_come_with_number_and_date(t, as_, act):
    mine = EvaluationFactory(cadre=t.department_head, period=t.period, deciding_unit=t.province, is_by_minutes=True)
    sheet = full_sheet(act=act, strengths="Chủ động.", minutes_no="12-BB/TĐTN")

    answer = as_(t.province_secretary).post(url("union_assess", mine), sheet)

    assert "Ghi cả số và ngày" in answer.text
    assert not SourceAssessment.objects.exists()


def test_a_decision_with_half_its_minutes_is_not_taken(t, as_, evaluation):
    data = {"version": evaluation.version, "minutes_no": "12-BB"}

    answer = as_(t.district_secretary).post(url("step", evaluation, "decide"), data, follow=True)

    assert "Ghi cả số và ngày" in answer.text


def test_odd_values_in_addresses_are_no_fault_of_ours(t, as_, evaluation):
    inspector = with_role(Role.INSPECTOR, t.province)

    assert as_(inspector).get(reverse("evaluations:breach_list"), {"trang_thai": "\0"}).status_code == 200
    answer = as_(t.district_secretary).post(
        reverse("evaluations:bulk"), {"viec": "tham-dinh", "ids": [f"{evaluation.pk}:²"]}
    )
    assert answer.status_code == 200
