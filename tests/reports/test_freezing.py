import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from accounts import audit
from cadres.models import Role
from reports import freezing, rolling_up
from reports.models import Snapshot, SnapshotEntry, SnapshotRow
from tests.factories.cadres import AppointmentFactory, CadreFactory, tree, unit, with_role
from tests.factories.criteria import PledgeFactory
from tests.factories.fieldvisits import visiting_period

YEAR = timezone.localdate().year


@pytest.fixture
def frozen():
    t = tree()
    PledgeFactory(cadre=t.base_secretary, period=visiting_period(), state="approved")
    staff = with_role(Role.ORG_STAFF, t.province)
    return freezing.freeze(YEAR, by=staff, note="Tổng kết năm")


def test_a_frozen_snapshot_is_intact_and_audited(frozen):
    assert freezing.is_intact(Snapshot.objects.get(pk=frozen.pk))
    event = audit.trail(frozen).get()
    assert (event.verb, event.reason, event.after["sha256"]) == ("snapshot.frozen", "Tổng kết năm", frozen.sha256)


def test_a_name_with_tabs_and_backslashes_survives():
    province = unit("Tỉnh đoàn\t\\ “A”\nB", "province", code="74")
    visiting_period()

    snapshot = freezing.freeze(YEAR, by=with_role(Role.ORG_STAFF, province))

    assert snapshot.rows.get().name == province.name
    assert freezing.is_intact(snapshot)


def test_a_changed_row_is_noticed(frozen):
    row = frozen.rows.order_by("unit_id").last()
    with pgtrigger.ignore("reports.SnapshotRow:snapshot_rows_stay"):
        SnapshotRow.objects.filter(pk=row.pk).update(total=[n + 1 for n in row.total])

    assert not freezing.is_intact(frozen)


def test_a_changed_or_missing_entry_is_noticed(frozen):
    entry = frozen.entries.first()
    with pgtrigger.ignore("reports.SnapshotEntry:snapshot_entries_stay"):
        SnapshotEntry.objects.filter(pk=entry.pk).update(flags=entry.flags ^ 1)
    assert not freezing.is_intact(frozen)

    with pgtrigger.ignore("reports.SnapshotEntry:snapshot_entries_stay"):
        SnapshotEntry.objects.filter(pk=entry.pk).update(flags=entry.flags)
    assert freezing.is_intact(frozen)
    with pgtrigger.ignore("reports.SnapshotEntry:snapshot_entries_stay"):
        SnapshotEntry.objects.filter(pk=entry.pk).delete()
    assert not freezing.is_intact(frozen)


@pytest.mark.parametrize("model", [Snapshot, SnapshotRow, SnapshotEntry])
def test_the_database_refuses_changes(frozen, model):
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        model.objects.update(id=1)


def test_a_frozen_snapshot_cannot_be_deleted(frozen):
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        frozen.delete()


def test_only_a_right_over_the_root_freezes():
    t = tree()
    visiting_period()
    for user in (t.province_secretary.user, with_role(Role.ORG_STAFF, t.district)):
        with pytest.raises(PermissionDenied):
            freezing.freeze(YEAR, by=user)


@pytest.mark.django_db(transaction=True)
def test_all_queries_of_a_roll_up_see_one_moment():
    t = tree()
    visiting_period()
    with rolling_up.one_moment() as using:
        before = rolling_up.count(YEAR, using=using)
        AppointmentFactory(cadre=CadreFactory(), unit=t.branch)
        again = rolling_up.count(YEAR, using=using)
        with pytest.raises(InternalError):
            Snapshot.objects.using(using).create(
                year=YEAR, as_of=timezone.now(), counted_on=timezone.localdate(), kind="nightly", measure_set=[]
            )

    assert again.rows == before.rows
    assert rolling_up.count(YEAR).rows != before.rows


def test_nightly_snapshots_are_made_for_years_with_an_open_period_and_thinned_out():
    tree()
    visiting_period()
    old = Snapshot.objects.create(
        year=YEAR - 1,
        as_of=timezone.datetime(2020, 1, 7, 2, tzinfo=timezone.get_default_timezone()),
        counted_on="2020-01-07",
        kind="nightly",
        measure_set=[],
        sha256="",
    )

    made = rolling_up.nightly()

    assert [snapshot.year for snapshot in made] == [YEAR]
    assert not Snapshot.objects.filter(pk=old.pk).exists()
    assert made[0].entries.count() == 0
    assert made[0].rows.count() == 8
