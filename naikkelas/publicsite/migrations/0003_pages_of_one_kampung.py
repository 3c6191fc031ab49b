"""A page of one kampung grows old by acts that may concern that one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('publicsite', '0002_what_was_written_stays'),
    ]

    operations = [
        migrations.AddField(
            model_name='renderedpage',
            name='kampung_id',
            field=models.UUIDField(null=True, verbose_name='kampung'),
        ),
    ]
