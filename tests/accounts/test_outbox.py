"""Work for later: once per key, leased, tried again, never lost."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import notifying, outbox
from accounts.models import Job, Notification
from tests.factories.accounts import UserFactory

worked: list[dict] = []


@pytest.fixture(autouse=True)
def _kinds():
    worked.clear()
    outbox.HANDLERS["test-ok"] = worked.append
    outbox.HANDLERS["test-bad"] = lambda payload: 1 / 0
    yield
    del outbox.HANDLERS["test-ok"], outbox.HANDLERS["test-bad"]


def test_enqueue_once_per_key():
    first = outbox.enqueue("test-ok", {"n": 1}, key="a")
    second = outbox.enqueue("test-ok", {"n": 2}, key="a")

    assert first.pk == second.pk
    assert outbox.work_due() == 1
    assert worked == [{"n": 1}]


def test_work_twice_has_one_effect():
    job = outbox.enqueue("test-ok", {}, key="a")

    assert [outbox.work(job.pk), outbox.work(job.pk)] == [True, False]
    assert worked == [{}]


def test_failed_job_waits_and_gives_up():
    job = outbox.enqueue("test-bad", {}, key="a")

    for _ in range(Job.MAX_ATTEMPTS):
        Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
        outbox.work(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, Job.MAX_ATTEMPTS)
    assert job.last_error.startswith("ZeroDivisionError")


def test_job_of_a_lost_worker_is_found_again():
    job = outbox.enqueue("test-ok", {"n": 1}, key="a")
    past = timezone.now() - timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(state=Job.State.LEASED, lease_until=past)

    assert outbox.work_due() == 1


def test_job_for_later_is_not_worked_now():
    outbox.enqueue("test-ok", {}, key="a", due_at=timezone.now() + timedelta(minutes=10))

    assert outbox.work_due() == 0


def test_notice_is_shown_once_and_mailed():
    user = UserFactory(full_name="Trần Thị Hoa", email="hoa@example.org")
    silent = UserFactory(email="")
    for _ in range(2):
        notifying.notify([user, silent], kind="pledge", subject="Đã duyệt", body="Bản đăng ký.", url="/x/", key="p1")

    outbox.work_due()

    assert Notification.objects.count() == 2
    assert [message.to for message in mail.outbox] == [["hoa@example.org"]]
    assert "đồng chí Trần Thị Hoa" in mail.outbox[0].body


def test_withdrawn_notice_is_not_mailed():
    user = UserFactory()
    notifying.notify([user], kind="pledge", subject="Đã duyệt", body="…", url="/", key="p1")
    notifying.withdraw("p1", [user])

    outbox.work_due()

    assert mail.outbox == []


def test_many_are_told_in_three_queries_and_once_per_key(django_assert_num_queries):
    users = [*UserFactory.create_batch(5), UserFactory(email="")]
    notices = [notifying.Notice(user, "test", "Nhắc", f"Đồng chí {user.pk}", "/", f"k:{user.pk}") for user in users]

    with django_assert_num_queries(3):
        notifying.notify_each(notices)
    notifying.notify_each(notices)

    assert Notification.objects.count() == 6
    assert Job.objects.filter(kind="mail").count() == 5
    assert outbox.work_due() == 5
    assert sorted(message.to[0] for message in mail.outbox) == sorted(user.email for user in users if user.email)
