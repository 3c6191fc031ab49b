"""Which meetings everybody reads of: none until the Pokja chooses it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_no_step_is_replaced_or_truncated")]  # noqa: RUF012
    operations = [  # noqa: RUF012
        migrations.AddField(
            "meeting",
            "is_public",
            models.BooleanField("tampil di agenda umum", default=False),
        )
    ]
