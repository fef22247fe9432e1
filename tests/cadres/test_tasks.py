"""Reading and applying lists in a worker: progress, stopping, failing, and what stays behind."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import outbox, running
from accounts.models import Run
from cadres import intake, resources, tasks
from cadres.models import Cadre, ImportBatch, Role
from tests.factories import lists
from tests.factories.cadres import with_role

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def top():
    return lists.district("721")


@pytest.fixture
def upload(client, top):
    client.force_login(with_role(Role.UNIT_ADMIN, top))

    def send(path=lists.GOOD):
        file = SimpleUploadedFile("ds.xlsx", path.read_bytes())
        client.post("/can-bo/nhap/", {"unit": top.pk, "file": file})
        return ImportBatch.objects.latest("created_at")

    return send


def files():
    return list((settings.MEDIA_ROOT / "imports").iterdir())


def test_the_page_shows_how_far_the_worker_is_and_then_the_preview(client, upload):
    batch = upload()
    Run.objects.update(state="running", done_rows=200, total_rows=5000)

    waiting = client.get(batch.get_absolute_url()).text
    piece = client.get(batch.get_absolute_url(), headers=HTMX)
    assert "Đang đọc tệp, 200/5.000 dòng" in waiting
    assert "<noscript>" in waiting
    assert "<html" not in piece.text
    Run.objects.update(state="queued")
    outbox.work_due()

    assert client.get(batch.get_absolute_url(), headers=HTMX)["HX-Refresh"] == "true"
    assert "Xem trước 40" in client.get(batch.get_absolute_url()).text
    run = Run.objects.get()
    assert (run.state, run.done_rows, run.outcome) == ("done", 40, {"url": batch.get_absolute_url()})


def test_the_file_is_kept_only_until_it_is_read(upload):
    upload()
    assert len(files()) == 1

    outbox.work_due()

    assert files() == []


def test_a_file_that_cannot_be_read_is_refused_on_the_page(client, upload, tmp_path):
    path = lists.workbook(tmp_path / "x.xlsx", [lists.person()], headings=["STT", "Tên gì đó", "Ghi chú"])
    batch = upload(path)
    outbox.work_due()
    batch.refresh_from_db()

    assert (batch.state, files()) == ("refused", [])
    assert "Không thấy dòng tiêu đề có cột “Họ và tên”" in client.get(batch.get_absolute_url()).text
    assert Run.objects.get().state == "done"


def test_a_run_that_is_stopped_reads_nothing(client, upload):
    batch = upload()
    client.post(reverse("accounts:run_stop", args=[batch.run_id]))
    outbox.work_due()

    assert "Đã dừng đọc tệp." in client.get(batch.get_absolute_url()).text
    assert client.post(reverse("cadres:import_apply", args=[batch.pk])).status_code == 409
    ImportBatch.objects.update(created_at=batch.created_at - dt.timedelta(days=2))
    tasks.forget_imports()
    batch.refresh_from_db()
    assert (batch.state, files()) == ("expired", [])


def test_a_run_stopped_while_it_reads_refuses_the_file(upload, monkeypatch):
    batch = upload()

    def stop(*args, **kwargs):
        running.stop(batch.run)
        kwargs["progress"](0, 40)

    monkeypatch.setattr(resources, "examine", stop)
    outbox.work_due()
    batch.refresh_from_db()

    assert (batch.state, batch.refusal, files()) == ("refused", intake.STOPPED, [])


def test_a_fault_of_ours_is_told_and_leaves_no_file(upload, monkeypatch):
    batch = upload()
    monkeypatch.setattr(resources, "examine", lambda *args, **kwargs: 1 / 0)
    outbox.work_due()
    batch.refresh_from_db()

    assert (batch.state, batch.refusal, files()) == ("refused", intake.BROKEN, [])
    assert Run.objects.get().state == "failed"


@pytest.fixture
def long_list(upload, monkeypatch):
    """A preview that is too long to be applied while somebody waits."""
    monkeypatch.setattr(intake, "ROWS_AT_ONCE", 39)
    batch = upload()
    outbox.work_due()
    return batch


def test_a_long_list_is_applied_by_a_worker(client, long_list):
    client.post(reverse("cadres:import_apply", args=[long_list.pk]))
    assert "Đang nhập" in client.get(long_list.get_absolute_url()).text
    assert Cadre.objects.count() == 0
    assert client.post(reverse("cadres:import_apply", args=[long_list.pk])).status_code == 409

    outbox.work_due()

    long_list.refresh_from_db()
    assert (long_list.state, Cadre.objects.count()) == ("applied", 40)
    run = Run.objects.latest("created_at")
    assert (run.state, run.done_rows, run.total_rows) == ("done", 40, 40)


def test_data_changed_before_the_worker_came_is_told(client, long_list):
    client.post(reverse("cadres:import_apply", args=[long_list.pk]))
    Cadre.objects.create(full_name="Lý Thị Linh", birth_date=dt.date(1987, 8, 25), phone="0910037037")
    outbox.work_due()

    assert intake.CHANGED_MEANWHILE in client.get(long_list.get_absolute_url()).text
    assert Cadre.objects.count() == 1


def test_applying_that_failed_can_begin_anew(client, long_list, monkeypatch):
    client.post(reverse("cadres:import_apply", args=[long_list.pk]))
    with monkeypatch.context() as broken:
        broken.setattr(intake, "apply", lambda *args, **kwargs: 1 / 0)
        outbox.work_due()
    long_list.refresh_from_db()
    assert (long_list.state, long_list.is_open, Cadre.objects.count()) == ("previewed", True, 0)

    client.post(reverse("cadres:import_apply", args=[long_list.pk]))
    outbox.work_due()
    assert Cadre.objects.count() == 40
