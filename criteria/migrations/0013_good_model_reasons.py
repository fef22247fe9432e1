"""The reason for a decision on a good model may be as long as the inbox lets it be."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('criteria', '0012_statements'),
    ]

    operations = [
        migrations.AlterField(
            model_name='goodmodel',
            name='reason',
            field=models.CharField(blank=True, max_length=1000, verbose_name='lý do'),
        ),
        migrations.AlterField(
            model_name='goodmodelevent',
            name='reason',
            field=models.CharField(blank=True, max_length=1000, verbose_name='lý do'),
        ),
    ]
