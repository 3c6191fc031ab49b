"""Endorsed versions were so from their recording; drafts go to the desk of who typed them."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F

POKJA = {"ketua_pokja", "sekretaris_pokja", "pokja"}


def date_endorsements(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("Profil", "Penduduk", "KKBPK"):
        endorsed = apps.get_model("registry", name).objects.filter(state="disahkan")
        endorsed.update(endorsed_at=F("recorded_at"))


def give_drafts_to_desks(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of several drafts of one desk for one month the one saved last stays."""
    roles = dict(apps.get_model("accounts", "Holding").objects.values_list("user", "post__role"))
    seen = set()
    for draft in apps.get_model("registry", "ReportDraft").objects.order_by("-saved_at"):
        role = roles.get(draft.saved_by, "operator")
        draft.desk = "pokja" if role in POKJA else role
        place = (draft.kampung_id, draft.form, draft.tahun, draft.bulan, draft.desk)
        if place in seen:
            draft.delete()
            continue
        seen.add(place)
        draft.save(update_fields=["desk"])


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_reports_are_reviewed"),
        ("accounts", "0003_open_the_posts"),
    ]
    operations = [
        migrations.RunPython(date_endorsements, migrations.RunPython.noop),
        migrations.RunPython(give_drafts_to_desks, migrations.RunPython.noop),
    ]
