"""Indexes for searching people and units by the beginning of a number, an address or a code."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import cadres.models.text


class Migration(migrations.Migration):

    dependencies = [
        ('cadres', '0007_factor_resets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='cadre',
            name='cadres_by_phone',
        ),
        migrations.AddIndex(
            model_name='cadre',
            index=models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone'], name='cadres_by_phone', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='cadre',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('email'), name='text_pattern_ops'), name='cadres_by_email'),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(cadres.models.text.VnFold(models.F('short_name')), name='gin_trgm_ops'), name='units_by_short_name'),
        ),
        migrations.AddIndex(
            model_name='unit',
            index=models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('code'), name='text_pattern_ops'), name='units_by_code'),
        ),
        migrations.AddIndex(
            model_name='cadre',
            index=models.Index(cadres.models.text.GivenName('search_key'), models.F('sort_key'), models.F('id'), name='cadres_by_given_name'),
        ),
        # Without figures about the new expressions the planner would read whole tables instead.
        migrations.RunSQL("ANALYZE cadres_cadre; ANALYZE cadres_unit", migrations.RunSQL.noop),
    ]
