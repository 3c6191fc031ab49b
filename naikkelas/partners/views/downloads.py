"""Tables as files, the same for every list of this room."""

import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from naikkelas.lib import sheets

CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_file(
    name: str,
    extension: str,
    lines: Sequence[str],
    headings: Sequence[str],
    rows: Iterable[Sequence[sheets.Cell]],
) -> HttpResponse:
    """A table as CSV or as a workbook whose first lines say what it is."""
    if extension == CSV:
        content = sheets.as_csv(headings, rows)
    else:
        out = io.BytesIO()
        sheets.as_workbook(out, "Data", lines, headings, rows)
        content = out.getvalue()
    response = HttpResponse(content, content_type=KINDS[extension])
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
