"""The lists that lie beside a form: plain CSV, one row for each kampung."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any  # a stored value: bool, int, float, text, date or None

from naikkelas.api.rules.survey import NO, YES
from naikkelas.lib.fields import Field, Kind


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """UTF-8, comma, LF; a missing answer is empty. The header stands also without rows."""
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def shown(field: Field, value: Any) -> str:
    """A stored value as the control of an app takes it."""
    if value is None or value == "":
        return ""
    match field.kind:
        case Kind.FLAG:
            return YES if value else NO
        case Kind.CHOICES:
            return str(value).replace("|", " ")
        case _:
            return " ".join(str(value).split())
