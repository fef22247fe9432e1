import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent, Notification
from cadres.models import Role
from criteria import pledging
from criteria.models import PaperPhoto, Pledge
from tests.criteria.test_entering import entered, paper, written
from tests.criteria.test_pledge_views import step_data
from tests.factories.cadres import AppointmentFactory, CadreFactory, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.helper = with_role(Role.UNIT_ADMIN, found.base)
    return found


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def test_whole_way_from_the_list_to_the_persons_word(t, as_user):
    client = as_user(t.helper)
    page = client.get(reverse("criteria:entry_list")).text
    assert str(t.branch_secretary) in page
    answer = client.post(reverse("criteria:entry_start", args=[t.branch_secretary.pk]))
    pledge = Pledge.objects.get()
    assert answer.url == reverse("criteria:pledge_step", args=[pledge.pk, "gm"])
    assert "Đang nhập hộ đồng chí" in client.get(answer.url).text
    for criterion in ("GM", "ST", "TN", "SS"):
        pledge.refresh_from_db()
        url = reverse("criteria:pledge_step", args=[pledge.pk, criterion.lower()])
        client.post(url, step_data(t, pledge, criterion))
    review = reverse("criteria:entry_review", args=[pledge.pk])
    assert client.get(reverse("criteria:pledge_step", args=[pledge.pk, "xem-lai"])).url == review
    assert "chưa có ảnh bản giấy" in client.get(review).text
    client.post(reverse("criteria:entry_paper_add", args=[pledge.pk]), {"photo": paper()})
    pledge.refresh_from_db()
    data = {"version": pledge.version, "has_read": "on", "submit_key": "a" * 32}
    assert client.post(reverse("criteria:entry_submit", args=[pledge.pk]), data).url == pledge.get_absolute_url()

    person = as_user(t.branch_secretary.user)
    assert "Xác nhận bản đăng ký" in person.get("/").text
    assert "Bản này có đúng với bản giấy" in person.get(pledge.get_absolute_url()).text
    answer = reverse("criteria:entry_answer", args=[pledge.pk])
    person.post(answer, {"answer": "confirmed", "submit_key": "b" * 32})
    assert "Đã xác nhận" in person.get(pledge.get_absolute_url()).text
    assert "Xác nhận bản đăng ký" not in person.get("/").text


def test_an_objection_needs_words_and_opens_the_draft(t, as_user):
    pledge = entered(t, t.helper)
    client, url = as_user(t.branch_secretary.user), reverse("criteria:entry_answer", args=[pledge.pk])
    page = client.post(url, {"answer": "objected", "submit_key": "a" * 32}, follow=True)
    assert "Viết chỗ nào không đúng" in page.text
    page = client.post(url, {"answer": "objected", "objection": "Sai hạn", "submit_key": "b" * 32}, follow=True)
    assert "Sai hạn" in page.text
    pledge.refresh_from_db()
    assert pledge.state == "draft"
    assert "không đồng ý" in as_user(t.helper).get(reverse("criteria:entry_review", args=[pledge.pk])).text


def test_submission_without_paper_or_promise_says_what_to_do(t, as_user):
    pledge = written(t, t.helper)
    client, url = as_user(t.helper), reverse("criteria:entry_submit", args=[pledge.pk])
    page = client.post(url, {"version": pledge.version, "has_read": "on", "submit_key": "a" * 32})
    assert (page.status_code, "Thêm ảnh bản giấy" in page.text) == (422, True)
    page = client.post(url, {"version": pledge.version, "submit_key": "b" * 32})
    assert "Đối chiếu với bản giấy" in page.text


def test_something_else_than_a_photo_is_refused(t, as_user):
    pledge = written(t, t.helper)
    url = reverse("criteria:entry_paper_add", args=[pledge.pk])
    page = as_user(t.helper).post(url, {"photo": SimpleUploadedFile("a.jpg", b"<svg/>")}, follow=True)
    assert "Không đọc được ảnh" in page.text
    assert not PaperPhoto.objects.exists()


def test_the_paper_is_seen_by_those_who_see_the_pledge(t, as_user):
    pledge = entered(t, t.helper)
    url = reverse("criteria:entry_paper", args=[PaperPhoto.objects.get().pk])
    for user in (t.branch_secretary.user, t.base_secretary.user, t.district_secretary.user):
        answer = as_user(user).get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(answer.streaming_content)
    assert as_user(t.other_base_secretary.user).get(url).status_code == 404
    assert pledge.state == "submitted"


def test_the_paper_of_a_draft_is_for_its_writers(t, as_user):
    pledge = entered(t, t.helper)
    pledging.object_to(pledge, by=t.branch_secretary.user, words="Sai hạn")
    url = reverse("criteria:entry_paper", args=[PaperPhoto.objects.get().pk])
    found = {user: as_user(user).get(url).status_code for user in (t.branch_secretary.user, t.helper)}
    assert set(found.values()) == {200}
    assert as_user(t.base_secretary.user).get(url).status_code == 404
    page = as_user(t.base_secretary.user).get(pledge.get_absolute_url()).text
    assert "có ảnh bản giấy" in page and "“Sai hạn”" in page
    assert url not in page


def test_who_decides_sees_the_mark_and_who_entered_does_not_find_it_in_his_inbox(t, as_user):
    pledge = entered(t, t.base_secretary.user)
    page = as_user(t.district_secretary.user).get(reverse("portal:inbox_record", args=["dang-ky", pledge.pk])).text
    assert "Nhập hộ bởi đồng chí" in page
    assert "có ảnh bản giấy" in page
    assert "Không có hồ sơ nào chờ" in as_user(t.base_secretary.user).get("/cho-duyet/?loai=dang-ky").text


def test_bulk_approval_leaves_out_what_one_entered(t, as_user):
    """Both sit at the base: the secretary entered one of them, and approves the other only."""
    own = entered(t, t.base_secretary.user)
    Pledge.objects.filter(pk=own.pk).update(deciding_unit=t.base)
    other = CadreFactory(with_user=True)
    AppointmentFactory(cadre=other, unit=t.branch)
    sent = pledging.submit(PledgeFactory(cadre=other, period=t.period), by=other.user, version=1)
    rows = f"dang-ky:{own.pk}:{own.version} dang-ky:{sent.pk}:{sent.version}"
    data = {"act": "approve", "rows": rows, "submit_key": "a" * 32}
    page = as_user(t.base_secretary.user).post(reverse("portal:inbox_bulk_do"), data, follow=True)
    assert "xong 1/2" in page.text
    assert "do đơn vị khác quyết định" in page.text
    assert list(Pledge.objects.order_by("pk").values_list("state", flat=True)) == ["submitted", "approved"]


@pytest.mark.parametrize(("wish", "found"), [("co", 1), ("chua", 1), ("khong", 1), ("", 2)])
def test_the_list_shows_entered_ones_apart(t, as_user, wish, found):
    entered(t, t.helper)
    PledgeFactory(cadre=t.base_deputy, period=t.period)
    page = as_user(t.base_secretary.user).get(reverse("criteria:pledge_list"), {"nhap_ho": wish})
    assert page.context["page"].paginator.count == found


def test_the_list_of_people_costs_the_same_for_few_and_many(t, as_user, query_count):
    as_user(t.helper)
    for _ in range(3):
        AppointmentFactory(unit=t.branch)
    few = query_count(reverse("criteria:entry_list"))
    for _ in range(20):
        AppointmentFactory(unit=t.branch)
    assert query_count(reverse("criteria:entry_list")) == few


def test_people_who_have_sent_or_are_out_of_reach_are_not_offered(t, as_user):
    entered(t, t.helper)
    page = as_user(t.helper).get(reverse("criteria:entry_list"))
    names = {post.cadre for post in page.context["page"]}
    assert names == {t.base_secretary, t.base_deputy}


def test_a_photo_that_must_not_be_there_goes_at_once(t, as_user):
    entered(t, t.helper)
    shown = PaperPhoto.objects.get()
    url = reverse("criteria:entry_paper_take_down", args=[shown.pk])
    page = as_user(t.base_secretary.user).post(url, {"reason": ""}, follow=True)
    assert "Ghi lý do gỡ" in page.text
    as_user(t.base_deputy.user).post(url, {"reason": "Tò mò"})
    assert PaperPhoto.objects.exists()
    as_user(t.branch_secretary.user).post(url, {"reason": "Chụp nhầm giấy khác"})
    assert not PaperPhoto.objects.exists()
    assert AuditEvent.objects.get(verb="pledge.paper_taken_down").reason == "Chụp nhầm giấy khác"


def test_who_is_writing_himself_is_not_offered_to_be_entered(t, as_user):
    PledgeFactory(cadre=t.branch_secretary, period=t.period)
    page = as_user(t.helper).get(reverse("criteria:entry_list")).text
    assert "Đang tự viết" in page
    assert reverse("criteria:entry_start", args=[t.branch_secretary.pk]) not in page
    assert reverse("criteria:entry_start", args=[t.base_deputy.pk]) in page


def test_who_entered_reports_progress_with_evidence_and_the_person_puts_it_right(t, as_user):
    pledge = entered(t, t.helper)
    pledging.approve(pledge, by=t.base_secretary.user, version=pledge.version)
    item = pledge.items.first()
    page = reverse("criteria:item_detail", args=[item.pk])
    client = as_user(t.helper)
    assert "Hoàn thành" in client.get(pledge.get_absolute_url()).text
    assert reverse("criteria:item_evidence_add", args=[item.pk]) in client.get(page).text
    client.post(reverse("criteria:item_progress", args=[item.pk]), {"progress": "done", "note": "Xong tháng 5"})
    link = {"link": "https://example.org/anh", "caption": "Ảnh", "submit_key": "a" * 32}
    assert client.post(reverse("criteria:item_evidence_add", args=[item.pk]), link).status_code == 302
    item.refresh_from_db()
    assert (item.progress, item.evidences.count()) == ("done", 1)
    assert f"đồng chí {t.helper.full_name} (nhập hộ)" in client.get(page).text
    told = Notification.objects.get(to=t.branch_secretary.user, kind="pledge.progress_entered")
    assert told.url == page

    person = as_user(t.branch_secretary.user)
    person.post(reverse("criteria:item_progress", args=[item.pk]), {"progress": "in_progress", "note": "Còn một buổi"})
    item.refresh_from_db()
    assert item.progress == "in_progress"
    assert Notification.objects.filter(kind="pledge.progress_entered").count() == 1


def test_who_entered_neither_checks_the_outcome_nor_speaks_for_the_person(t, as_user):
    pledge = entered(t, t.base_secretary.user)
    pledging.approve(pledge, by=t.district_secretary.user, version=pledge.version)
    item = pledge.items.first()
    client = as_user(t.base_secretary.user)
    client.post(reverse("criteria:item_progress", args=[item.pk]), {"progress": "done"})
    assert "Nội dung này đã đạt chưa?" not in client.get(reverse("criteria:item_detail", args=[item.pk])).text
    assert client.get(reverse("criteria:amendment_new", args=[pledge.pk])).status_code == 404


def test_another_helper_does_not_report(t, as_user):
    pledge = entered(t, t.helper)
    pledging.approve(pledge, by=t.base_secretary.user, version=pledge.version)
    item, other = pledge.items.first(), with_role(Role.UNIT_ADMIN, t.base, username="nguoi-khac")
    assert "Thêm minh chứng" not in as_user(other).get(reverse("criteria:item_detail", args=[item.pk])).text
    assert (
        as_user(other).post(reverse("criteria:item_progress", args=[item.pk]), {"progress": "done"}).status_code == 404
    )
