"""Every account gets the post that its role and area were."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone


def open_posts(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One post a person; the first of a Pokja was its only account, so it leads."""
    now = timezone.now()
    for user in apps.get_model("accounts", "User").objects.order_by("pk"):
        role = "ketua_pokja" if user.role == "pokja" else user.role
        post = apps.get_model("accounts", "Post").objects.create(role=role, opened_at=now)
        apps.get_model("accounts", "PostArea").objects.create(
            post=post, area_id=user.area_id, since=now
        )
        apps.get_model("accounts", "Holding").objects.create(post=post, user=user, since=now)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_rights_follow_the_post")]
    operations = [migrations.RunPython(open_posts, migrations.RunPython.noop)]
