"""Amendment after approval: asked for, undone once, accepted, worked on, checked, asked back, answered, compared."""

import pytest

from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory
from tests.journeys.visitor import Visitor

PASSWORD = "Ba-con-ve-dem-2026"


@pytest.fixture
def people():
    t = tree()
    t.period = PeriodFactory()
    for name, cadre in (("canbo", t.base_secretary), ("bithu", t.district_secretary)):
        cadre.user.username = name
        cadre.user.set_password(PASSWORD)
        cadre.user.save()
    return t


def test_an_approved_pledge_is_changed_and_carried_out(people):
    pledge = PledgeFactory(
        cadre=people.base_secretary, period=people.period, state="approved", deciding_unit=people.district
    )
    item = pledge.items.get(criterion="GM")
    her, him = Visitor("canbo", PASSWORD), Visitor("bithu", PASSWORD)

    her.open("/dang-ky/")
    her.follow("Đề nghị sửa")
    her.press("Gửi đề nghị sửa", reason="Nhận thêm địa bàn", **{f"i{item.pk}-target": "95% cuộc họp"})
    assert "Chờ duyệt sửa đổi" in her.text

    him.open("/")
    him.follow("Mở hộp duyệt")
    him.follow("Trần Thị")
    assert "Nhận thêm địa bàn" in him.text
    him.press("Duyệt", in_form="/sua-doi/")
    him.press("Hoàn tác", in_form="/sua-doi/")
    him.follow("Trần Thị")
    him.press("Duyệt", in_form="/sua-doi/")
    assert "95% cuộc họp" in her.open("/dang-ky/")

    her.press("Hoàn thành", in_form=f"/{item.pk}/")
    assert "Chưa có minh chứng" in her.text
    him.open(f"/dang-ky/{pledge.pk}/ket-qua/")
    him.press("Ghi kết quả", **{f"i{item.pk}-outcome": "unclear", f"i{item.pk}-note": "Thiếu sổ họp"})

    her.open("/")
    her.follow("Trả lời")
    assert "Thiếu sổ họp" in her.text
    her.press("Gửi trả lời", note="Sổ họp ở văn phòng phường")
    assert "Cần kiểm tra lại" in her.text

    him.open("/")
    him.follow("Mở danh sách")
    him.follow("Trần Thị")
    him.press("Ghi kết quả", **{f"i{item.pk}-outcome": "met"})
    her.open("/dang-ky/")
    assert "1 đạt, 0 chưa kiểm tra" in her.text
