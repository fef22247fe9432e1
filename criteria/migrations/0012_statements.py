"""Versions of statements that are written and published; CT 01 and KL 06; calls and reminders."""

import csv
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

SETS = Path(__file__).resolve().parent.parent / "data" / "reference_sets.csv"
CT01 = {
    "name": "8 điều nên làm, 8 điều không nên làm của cán bộ Đoàn",
    "source_document": "Chỉ thị số 01-CT/TWĐTN ngày 17 tháng 5 năm 2013",
}
# Its lists were not to be had: staff write them from the paper (nothing is invented).
KL06 = {
    "name": "Những điều nên làm, không nên làm của cán bộ Đoàn",
    "source_document": "Kết luận số 06-KL/TWĐTN-BTC ngày 10 tháng 01 năm 2019",
    "state": "draft",
}


def add_sets(apps, schema_editor):
    sets = apps.get_model("criteria", "StatementSet")
    sets.objects.get_or_create(code="KL06", version=1, defaults=KL06)
    ct01, is_new = sets.objects.get_or_create(code="CT01", version=1, defaults=CT01)
    if not is_new:
        return  # it stays when this migration is taken back
    model, counts = apps.get_model("criteria", "Statement"), {"do": 0, "dont": 0}
    with SETS.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            counts[row["kind"]] += 1
            order = counts[row["kind"]]
            code = f"CT01-{'K' if row['kind'] == 'dont' else ''}{order}"
            model.objects.create(set=ct01, code=code, kind=row["kind"], order=order, text=row["text"])


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0014_joining'),
        ('criteria', '0011_spreading'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('promised', 'Đã gọi, hẹn nộp'), ('unreachable', 'Không liên lạc được')], max_length=12, verbose_name='kết quả')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='hẹn nộp ngày')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DutyReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('missing', 'Chưa nộp bản đăng ký'), ('returned', 'Bản đăng ký được trả lại'), ('programme', 'Đơn vị chưa gửi chương trình')], max_length=10, verbose_name='lý do')),
                ('step', models.SmallIntegerField(blank=True, null=True, verbose_name='bước')),
                ('due_on', models.DateField(verbose_name='hạn')),
                ('on', models.DateField(verbose_name='ngày nhắc')),
                ('channel', models.CharField(choices=[('mail', 'Thông báo và e-mail'), ('notice', 'Thông báo trên Cổng'), ('none', 'Không có kênh liên lạc')], max_length=6, verbose_name='kênh')),
                ('batch', models.UUIDField(help_text='The one insertion that it came with.')),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='statement',
            options={'ordering': ['set', models.Case(models.When(criterion='GM', then=models.Value(0)), models.When(criterion='ST', then=models.Value(1)), models.When(criterion='TN', then=models.Value(2)), models.When(criterion='SS', then=models.Value(3)), default=models.Value(9)), 'kind', 'order', 'pk']},
        ),
        migrations.AlterModelOptions(
            name='statementset',
            options={'ordering': ['code', '-version']},
        ),
        migrations.AddField(
            model_name='statement',
            name='applies_to',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('BRANCH_SEC', 'Bí thư, Phó Bí thư chi đoàn'), ('BASE_LEADER', 'Bí thư, Phó Bí thư Đoàn cơ sở'), ('DIST_LEADER', 'Bí thư, Phó Bí thư cấp huyện'), ('DIST_STAFF', 'Cán bộ chuyên trách cấp huyện'), ('PROV_LEADER', 'Bí thư, Phó Bí thư Tỉnh đoàn'), ('PROV_STAFF', 'Cán bộ chuyên trách cấp tỉnh'), ('MIL_ASSIST', 'Trợ lý thanh niên Quân đội'), ('POLICE_YC', 'Cán bộ thanh niên Công an'), ('TEAM_HEAD', 'Giáo viên - Tổng phụ trách Đội')], max_length=12), blank=True, default=list, size=None, verbose_name='diện cán bộ'),
        ),
        migrations.AddField(
            model_name='statement',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='statementset',
            name='created_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name='statementset',
            name='legal_basis',
            field=models.CharField(blank=True, max_length=300, verbose_name='căn cứ ban hành'),
        ),
        migrations.AddField(
            model_name='statementset',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ban hành lúc'),
        ),
        migrations.AddField(
            model_name='statementset',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='statementset',
            name='revision',
            field=models.PositiveIntegerField(default=1, help_text='Counts each change of a draft.'),
        ),
        migrations.AddField(
            model_name='statementset',
            name='state',
            field=models.CharField(choices=[('draft', 'Đang soạn'), ('published', 'Đã ban hành')], default='published', max_length=10, verbose_name='trạng thái'),
        ),
        migrations.AlterField(
            model_name='statement',
            name='criterion',
            field=models.CharField(blank=True, choices=[('GM', 'Gương mẫu'), ('ST', 'Sáng tạo'), ('TN', 'Trách nhiệm'), ('SS', 'Sâu sát cơ sở')], max_length=2, verbose_name='tiêu chí'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='published_statements_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM criteria_statementset AS s WHERE s.state = 'published' AND s.id = OLD.set_id) THEN RAISE EXCEPTION 'a published set of statements stays as it is'; END IF; RETURN COALESCE(NEW, OLD);", hash='95dfaa89e1b3427fff953049d64146638bddf1e2', operation='UPDATE OR DELETE', pgid='pgtrigger_published_statements_stay_f46f5', table='criteria_statement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statement',
            trigger=pgtrigger.compiler.Trigger(name='published_sets_take_no_more', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT 1 FROM criteria_statementset AS s WHERE s.state = 'published' AND s.published_at IS NOT NULL AND s.id = NEW.set_id) THEN RAISE EXCEPTION 'a published set of statements stays as it is'; END IF; RETURN NEW;", hash='bdedd2e9703197439ed9b6d02200baf81c384313', operation='INSERT', pgid='pgtrigger_published_sets_take_no_more_c1e5e', table='criteria_statement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='statementset',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('code',), name='one_draft_per_set'),
        ),
        migrations.AddConstraint(
            model_name='statementset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published'), models.Q(('legal_basis', ''), _negated=True)), _connector='OR'), name='a_set_is_published_by_somebody_for_a_reason'),
        ),
        migrations.AddField(
            model_name='contact',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='contact',
            name='cadre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='contact',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.period'),
        ),
        migrations.AddField(
            model_name='contact',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cadres.unit'),
        ),
        migrations.AddField(
            model_name='dutyreminder',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='dutyreminder',
            name='cadre',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duty_reminders', to='cadres.cadre'),
        ),
        migrations.AddField(
            model_name='dutyreminder',
            name='period',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.period'),
        ),
        migrations.AddField(
            model_name='dutyreminder',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cadres.unit'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['cadre', 'period', '-at'], name='contacts_of_a_person'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'promised'), ('promised_on__isnull', False)), models.Q(('outcome', 'unreachable'), ('promised_on', None)), _connector='OR'), name='a_call_that_was_answered_says_until_when'),
        ),
        migrations.AddIndex(
            model_name='dutyreminder',
            index=models.Index(fields=['on'], name='duty_reminders_of_a_day'),
        ),
        migrations.AddIndex(
            model_name='dutyreminder',
            index=models.Index(fields=['batch'], name='duty_reminders_of_a_batch'),
        ),
        migrations.AddConstraint(
            model_name='dutyreminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cadre', None), ('reason', 'programme')), models.Q(models.Q(('reason', 'programme'), _negated=True), ('cadre__isnull', False)), _connector='OR'), name='people_owe_pledges_and_units_programmes'),
        ),
        migrations.AddConstraint(
            model_name='dutyreminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('step', None)), models.Q(('by', None), ('step__isnull', False)), _connector='OR'), name='who_reminds_is_a_person_or_the_clock'),
        ),
        migrations.AddConstraint(
            model_name='dutyreminder',
            constraint=models.UniqueConstraint(condition=models.Q(('cadre__isnull', False)), fields=('cadre', 'period', 'reason', 'on'), name='a_person_is_reminded_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='dutyreminder',
            constraint=models.UniqueConstraint(condition=models.Q(('cadre__isnull', False), ('step__isnull', False)), fields=('cadre', 'period', 'reason', 'due_on', 'step'), name='a_person_is_reminded_once_a_step'),
        ),
        migrations.AddConstraint(
            model_name='dutyreminder',
            constraint=models.UniqueConstraint(condition=models.Q(('reason', 'programme')), fields=('unit', 'period', 'due_on', 'step'), name='a_unit_is_reminded_of_its_programme_once_a_step'),
        ),
        migrations.RunPython(add_sets, migrations.RunPython.noop),
    ]
