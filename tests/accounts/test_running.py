"""Background runs: progress, file, stop, privacy."""

import pytest
from django.urls import reverse

from accounts import outbox, running
from accounts.models import AuditEvent, Run
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def _kinds(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def write(run, progress):
        progress(1, 2)
        path = running.run_path(run, "bao-cao.txt")
        path.write_text("xong")
        progress(2, 2)
        return path

    def fail(run, progress):
        raise ValueError("không đọc được")

    def stopped(run, progress):
        running.stop(run)
        progress(1, 2)

    for code, work in (("t-write", write), ("t-fail", fail), ("t-stop", stopped)):
        running.register(running.RunKind(code, "Việc thử", work))
    yield
    for code in ("t-write", "t-fail", "t-stop"):
        del running.KINDS[code]


def finished(kind, user=None):
    run = running.start(kind, by=user or UserFactory(), parameters={})
    outbox.work_due()
    run.refresh_from_db()
    return run


def test_run_leaves_a_file_for_its_asker(client):
    run = finished("t-write")
    client.force_login(run.asked_by)

    answer = client.get(reverse("accounts:run_file", args=[run.pk]))

    assert (run.state, run.done_rows, run.total_rows) == ("done", 2, 2)
    assert b"".join(answer.streaming_content) == b"xong"
    assert AuditEvent.objects.filter(verb="run.downloaded").count() == 1


def test_run_of_another_is_not_found(client):
    run = finished("t-write")
    client.force_login(UserFactory())

    statuses = [client.get(reverse(f"accounts:{n}", args=[run.pk])).status_code for n in ("run_detail", "run_file")]

    assert statuses == [404, 404]


def test_failed_run_says_so(client):
    run = finished("t-fail")
    client.force_login(run.asked_by)

    page = client.get(reverse("accounts:run_detail", args=[run.pk]))

    assert run.state == Run.State.FAILED
    assert "Chạy lại" in page.text
    assert "ValueError" not in page.text


def test_stopped_run_ends_at_its_next_step():
    assert finished("t-stop").state == Run.State.STOPPED


def test_expired_files_are_removed(tmp_path):
    run = finished("t-write")
    Run.objects.filter(pk=run.pk).update(expires_at=run.created_at)

    assert running.remove_expired() == 1
    assert not (tmp_path / run.file).exists()


def test_page_asks_again_only_while_the_run_goes_on(client):
    run = running.start("t-write", by=UserFactory(), parameters={})
    client.force_login(run.asked_by)
    waiting = client.get(reverse("accounts:run_detail", args=[run.pk])).text
    outbox.work_due()

    done = client.get(reverse("accounts:run_detail", args=[run.pk])).text

    assert ("every 2s" in waiting, "every 2s" in done) == (True, False)


@pytest.mark.parametrize(("kind", "status", "runs"), [("t-write", 409, 1), ("t-fail", 302, 2), ("t-stop", 302, 2)])
def test_only_a_run_without_result_is_started_again(client, kind, status, runs):
    run = finished(kind)
    client.force_login(run.asked_by)

    answer = client.post(reverse("accounts:run_again", args=[run.pk]))

    assert (answer.status_code, Run.objects.count()) == (status, runs)
