from criteria.comparing import Piece, compare


def item(text, criterion="SS", **more):
    return {"criterion": criterion, "code": "", "text": text, "target": "", "due_on": "", "evidence": ""} | more


def test_same_lists_have_no_change():
    found = compare([item("Một"), item("Hai", "GM")], [item("Một"), item("Hai", "GM")])
    assert (found.changes, found.unchanged_count) == ([], 2)
    assert found.unchanged_words == "Gương mẫu 1, Sâu sát cơ sở 1."


def test_changed_words_are_marked():
    before, after = [item("Dự sinh hoạt 9 chuyến trong năm")], [item("Dự sinh hoạt 18 chuyến trong năm")]
    (change,) = compare(before, after).changes
    assert change.before == [[Piece("same", "Dự sinh hoạt "), Piece("del", "9 "), Piece("same", "chuyến trong năm.")]]
    assert Piece("ins", "18 ") in change.after[0]


def test_another_line_is_taken_out_and_a_new_one_put_in():
    (change,) = compare([item("Đổi mới cách họp")], [item("Thử phiếu hỏi tại sáu chi đội")]).changes
    assert [piece.kind for line in change.before for piece in line] == ["del"]
    assert [piece.kind for line in change.after for piece in line] == ["ins"]


def test_target_date_and_evidence_count_too():
    before = [item("Một", target="3 lần", due_on="2026-10-30", evidence="Ảnh")]
    after = [item("Một", target="3 lần", due_on="2026-11-30", evidence="Ảnh")]
    (change,) = compare(before, after).changes
    assert Piece("ins", "30/11/2026") in change.after[0]
