"""The other process of `test_processes.py`: one step of an import, with a sleep where asked.

`child.py STEP SUBJECT PLACE` waits for a line, works, and ends with a line of JSON. At PLACE (a
table just written, an event just recorded, a read of the check; none when empty) it says `tidur`
and sleeps, so that it can be killed there.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.core.files.uploadedfile import SimpleUploadedFile

django.setup()

from naikkelas.accounts.models import User  # noqa: E402  (Django first)
from naikkelas.activities.actions import bulk as activities  # noqa: E402
from naikkelas.audit import actions as trail  # noqa: E402
from naikkelas.exchange import actions, queries, tasks  # noqa: E402
from naikkelas.exchange.models import ImportBatch  # noqa: E402
from naikkelas.registry.actions import bulk  # noqa: E402


def sleep_at(place: str) -> None:
    """Let the functions that come by PLACE sleep there."""
    slow(bulk, "write_frame", lambda _, table, __: table == place)
    slow(activities, "write_frame", lambda _, table, __: table == place)
    slow(trail, "record", lambda verb, *_, **__: verb == place)
    slow(queries.DatabaseStore, "kampung", lambda _: place == "kampung")


def slow(owner: Any, name: str, is_place: Callable[..., bool]) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def sleepy(*arguments: Any, **named: Any) -> Any:
        result = original(*arguments, **named)
        if is_place(*arguments, **named):
            sys.stdout.write("tidur\n")
            sys.stdout.flush()
            time.sleep(60)
        return result

    setattr(owner, name, sleepy)


def tell(batch_id: str) -> dict[str, Any]:
    """The state of a batch (empty: the newest), how many rows count, and how many there are."""
    rows = {code: model._default_manager for code, model in queries.MODELS.items()}
    del rows["profil"]
    batch = ImportBatch.objects.get(pk=batch_id) if batch_id else ImportBatch.objects.latest("pk")
    return {
        "batch": str(batch.pk),
        "state": batch.state,
        "live": {code: table.filter(withdrawn_at=None).count() for code, table in rows.items()},
        "all": {code: table.count() for code, table in rows.items()},
    }


def main(step: str, subject: str, place: str = "") -> dict[str, Any]:
    by = User.objects.get(username="darma")
    sleep_at(place)
    sys.stdin.readline()
    match step:
        case "import":
            subject = str(actions.import_folder(subject, area_code="91.37", by=by).batch.pk)
        case "upload":
            paths = sorted(Path(subject).iterdir())
            files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
            subject = str(actions.upload(files, "91.37", by).pk)
        case "check":
            actions.begin_check(ImportBatch.objects.get(pk=subject), by=by)
            tasks.check_batch.call(subject)
        case "apply":
            actions.begin_apply(ImportBatch.objects.get(pk=subject), by=by)
            tasks.apply_batch.call(subject, by.pk)
        case "undo":
            actions.undo(ImportBatch.objects.get(pk=subject), by=by)
    return tell(subject)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])) + "\n")
