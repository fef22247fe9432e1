"""Mẫu 1 on paper: the same words on the page and in Word, one or all of a unit."""

import io
from pathlib import Path

import docx
import pytest
from django.conf import settings as conf
from django.urls import reverse

from accounts import outbox
from accounts.models import AuditEvent, Run
from criteria.models import PledgeItem
from criteria.papers import book
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory

XML_BREAKER = "=HYPERLINK(\x07 <w:p> & “"


@pytest.fixture
def t(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    t = tree()
    t.period = PeriodFactory()
    t.pledge = PledgeFactory(
        cadre=t.base_secretary, period=t.period, state="approved", deciding_unit=t.district, items=2
    )
    return t


def texts(document) -> list[str]:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def opened(answer):
    return docx.Document(io.BytesIO(b"".join(answer.streaming_content)))


def test_word_and_page_say_the_same(t, client):
    PledgeItem.objects.filter(pk=t.pledge.items.first().pk).update(text=XML_BREAKER)
    client.force_login(t.base_secretary.user)

    answer = client.get(reverse("criteria:pledge_word", args=[t.pledge.pk]))
    page = client.get(reverse("criteria:pledge_print", args=[t.pledge.pk]))

    document, form = opened(answer), page.context["form"]
    said = texts(document)
    assert answer["Content-Disposition"].startswith("attachment")
    assert {*form.person, form.commitment, form.links, form.foot} <= set(said)
    assert "=HYPERLINK( <w:p> & “" in said
    for line in form.lines[1:]:
        assert {line.item.text, line.item.target} <= set(said)
    assert len(form.lines) == 8
    assert [line.span for line in form.lines] == [2, 0] * 4
    section = document.sections[0]
    assert [round(width.mm) for width in (section.page_width, section.left_margin)] == [210, 30]
    assert AuditEvent.objects.get(verb="pledge.taken_out").cadre_id == t.base_secretary.pk


def test_the_book_of_a_unit_has_one_signature_and_a_paper_each(t, client):
    PledgeFactory(cadre=t.base_deputy, period=t.period, state="approved", deciding_unit=t.district)
    PledgeFactory(cadre=t.branch_secretary, period=t.period, state="submitted", deciding_unit=t.base)
    client.force_login(t.base_secretary.user)
    url = reverse("criteria:pledge_book_new")
    given = {"don_vi": t.base.code, "ky": t.period.pk, "ca_cap_duoi": "on"}

    assert "Có 2 bản đã duyệt" in client.get(url, given).content.decode()
    started = client.post(url, given)
    outbox.work_due()

    run = Run.objects.get()
    assert started.url == reverse("accounts:run_detail", args=[run.pk])
    said = texts(docx.Document(Path(conf.MEDIA_ROOT) / run.file))
    assert said.count("NGƯỜI ĐĂNG KÝ") == 0
    assert sum("NGƯỜI ĐĂNG KÝ" in text for text in said) == 2
    assert sum(text.startswith("NGƯỜI LẬP BIỂU") for text in said) == 1
    assert "Danh sách có 2 bản đăng ký đã duyệt, kèm theo sau tờ này." in said


def test_a_book_needs_papers_room_and_a_reason(t, client, monkeypatch):
    client.force_login(t.district_secretary.user)
    url = reverse("criteria:pledge_book_new")
    given = {"don_vi": t.other_base.code, "ky": t.period.pk}

    assert "Không thấy đơn vị" in client.post(url, given).content.decode()
    empty = client.post(url, given | {"don_vi": t.branch.code})
    assert "Chưa có bản đăng ký nào đã duyệt" in empty.content.decode()
    monkeypatch.setattr("criteria.forms.papers.MANY", 0)
    unsaid = client.post(url, given | {"don_vi": t.base.code})
    assert "Ghi lý do in" in unsaid.content.decode()
    assert unsaid.status_code == 422
    monkeypatch.setattr(book, "MOST", 0)
    many = client.post(url, given | {"don_vi": t.base.code, "reason": "Lưu hồ sơ"})
    assert "In từng đơn vị cấp dưới" in many.content.decode()
    assert not Run.objects.exists()
