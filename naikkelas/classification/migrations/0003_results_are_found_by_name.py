"""Each stored result carries the search key of its kampung's name, so that a list of a province
is searched in the database. Results that are stored already get the key of today's name.
"""

from typing import Any

from django.db import migrations, models

from naikkelas.lib.names import search_key


def key_what_is_stored(apps: Any, _: Any) -> None:
    kampung = apps.get_model("registry", "KampungKB")
    result = apps.get_model("classification", "Result")
    if not result.objects.exists():
        return
    names = kampung.objects.values_list("pk", "kabupaten_code", "nama")
    for key, kabupaten, name in names.iterator():
        # The code as well: the index that finds a kampung's results begins with it.
        own = result.objects.filter(kampung_id=key, kabupaten_code=kabupaten)
        own.update(name_key=search_key(name))


class Migration(migrations.Migration):
    dependencies = [("classification", "0002_declared_and_verified")]

    operations = [
        migrations.AddField(
            model_name="result",
            name="name_key",
            field=models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.RunPython(key_what_is_stored, migrations.RunPython.noop, elidable=True),
    ]
