import pytest
from django.urls import reverse

from criteria.likeness import alikeness_of
from criteria.models import Focus, Programme, Solution
from criteria.rules import compared, judge
from criteria.rules.alikeness import is_alike
from tests.factories.cadres import UnitType, tree, unit
from tests.factories.criteria import PeriodFactory, ProgrammeFactory


def texts(*lines, names=()):
    return [compared(line, names) for line in lines]


def test_accents_marks_case_and_own_name_do_not_adapt_a_text():
    one = compared("Họp đúng giờ, kết thúc trong 90 phút.")
    other = compared("Đoàn phường An Bình HỌP đúng giờ – kết thúc trong 90 phút", ["Đoàn phường An Bình"])
    assert one.words == other.words


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("", "", False),
        ("Mỗi tháng một buổi cùng công nhân", "Mỗi tháng một buổi cùng công nhân", True),
        ("Mỗi tháng một buổi cùng công nhân", "Mỗi quý hai buổi với công nhân khu trọ số 5", False),
        ("a b c d e f g h i k", "a b c d e f g h i", True),
        ("a b c d e f g h i k", "a b c d e f g h", False),
    ],
)
def test_nearly_the_same_is_nine_words_of_ten(one, other, alike):
    assert is_alike(compared(one).words, compared(other).words) is alike


def test_of_superior_first_then_of_siblings():
    own = texts("Việc chung của trên", "Việc riêng của tôi", "Việc ai cũng viết")
    siblings = [texts("Việc ai cũng viết"), texts("Việc ai cũng viết."), texts("Khác hẳn"), texts("Khác nữa")]
    found = judge(own, texts("Việc chung của trên"), siblings)
    assert (found.of_superior, found.of_siblings) == (("Việc chung của trên",), ("Việc ai cũng viết",))
    assert found.words == "1/3 nội dung còn nguyên văn của cấp trên; 1/3 nội dung giống từ 30% đơn vị cùng cấp"


def test_one_other_unit_makes_no_template():
    assert judge(texts("Giống nhau thật"), [], [texts("Giống nhau thật")]).words == ""


def test_thirty_per_cent_of_the_siblings():
    many = [texts("Giống nhau thật")] * 3 + [texts(f"Khác {n} hoàn toàn") for n in range(7)]
    assert judge(texts("Giống nhau thật"), [], many).of_siblings == ("Giống nhau thật",)
    assert judge(texts("Giống nhau thật"), [], [*many[1:], texts("Thêm một nơi khác")]).of_siblings == ()


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


def own_words(programme):
    for model in (Focus, Solution):
        for row in model.objects.filter(programme=programme):
            model.objects.filter(pk=row.pk).update(text=f"{programme.unit.code} làm việc số {row.pk} theo cách riêng")


def test_bulk_finds_copies_of_any_superior_in_a_fixed_number_of_queries(t, django_assert_num_queries):
    above = ProgrammeFactory(unit=t.district, period=t.period, state="approved")
    copied = ProgrammeFactory(unit=t.base, period=t.period, state="submitted")
    with django_assert_num_queries(4):
        found = alikeness_of([copied])
    assert (found[copied.pk].total, len(found[copied.pk].of_superior)) == (2, 2)
    own_words(copied)
    assert alikeness_of([copied])[copied.pk].count == 0
    programmes = [copied, above]
    for n in range(12):
        base = unit(f"Đoàn cơ sở {n}", UnitType.BASE, t.district)
        programmes.append(ProgrammeFactory(unit=base, period=t.period, state="submitted"))
    with django_assert_num_queries(4):
        alikeness_of(programmes)


def test_a_superior_without_approval_and_drafts_beside_count_for_nothing(t):
    ProgrammeFactory(unit=t.district, period=t.period, state="submitted")
    own = ProgrammeFactory(unit=t.base, period=t.period)
    for n in range(3):
        ProgrammeFactory(unit=unit(f"Đoàn cơ sở {n}", UnitType.BASE, t.district), period=t.period)
    assert alikeness_of([own])[own.pk].count == 0


def test_shown_to_the_unit_and_to_the_superior(t, client):
    ProgrammeFactory(unit=t.district, period=t.period, state="approved")
    own = ProgrammeFactory(unit=t.base, period=t.period)
    words = "2/2 nội dung còn nguyên văn của cấp trên"
    client.force_login(t.base_secretary.user)
    assert words in client.get(reverse("criteria:programme_edit", args=[own.pk])).text
    Programme.objects.filter(pk=own.pk).delete()
    own = ProgrammeFactory(unit=t.base, period=t.period, state="submitted")
    client.force_login(t.district_secretary.user)
    for url in ("/don-vi/chuong-trinh/", "/cho-duyet/?loai=chuong-trinh", own.get_absolute_url()):
        assert words in client.get(url).text
