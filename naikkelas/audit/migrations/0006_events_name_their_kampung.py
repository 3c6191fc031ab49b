"""An event names the kampung that its subject belongs to; those before this name none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('audit', '0005_nothing_is_replaced_or_truncated'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='kampung_id',
            field=models.UUIDField(editable=False, null=True, verbose_name='kampung'),
        ),
    ]
