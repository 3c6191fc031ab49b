"""Activities of imports that were declared endorsed are so from their recording."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def date_endorsements(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    batches = apps.get_model("exchange", "ImportBatch").objects.filter(endorsed=True)
    activities = apps.get_model("activities", "Kegiatan").objects
    for key in batches.values_list("pk", flat=True):
        activities.filter(batch_id=key).update(endorsed_at=F("recorded_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_words_for_undone"),
        ("activities", "0002_activities_can_be_endorsed"),
    ]
    operations = [migrations.RunPython(date_endorsements, migrations.RunPython.noop)]
