"""Activities that were endorsed as a batch say so in their state, as reports do."""

from django.db import migrations

AT_A_TIME = 5_000


def say_so(apps, schema_editor):
    rows = apps.get_model("activities", "Kegiatan").objects.filter(
        endorsed_at__isnull=False
    ).exclude(state="disahkan")
    while keys := list(rows.values_list("pk", flat=True)[:AT_A_TIME]):
        rows.filter(pk__in=keys).update(state="disahkan")


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0006_activities_are_versions'),
    ]

    operations = [migrations.RunPython(say_so, migrations.RunPython.noop)]
