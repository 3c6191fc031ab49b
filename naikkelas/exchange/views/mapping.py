"""One screen on which a person says which columns of a recap are which answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # a template context
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.exchange import actions, tasks
from naikkelas.exchange.models import ImportBatch
from naikkelas.exchange.queries import mappings
from naikkelas.exchange.rules import mapping
from naikkelas.exchange.views.imports import actor_of, batch_of
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import form_for

_SAMPLES, _LONGEST_NAME, _MOST_WORDS = 3, 120, 200


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the file: its heading, some cells, what it is said to be."""

    place: int
    heading: str
    samples: tuple[str, ...]
    chosen: str
    error: str = ""


@dataclass(slots=True)
class _Sent:
    """What a person said of the file, right or wrong."""

    header_row: int
    columns: list[str]
    errors: dict[int, str]
    words: str
    month: str
    name: str


@form_for(Act.IMPORT)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first rows with a choice for each column; a POST keeps it and checks the file by it."""
    batch = batch_of(request, pk)
    if not batch.may_be_mapped:
        messages.error(request, "Impor ini tidak dapat dipetakan lagi.")
        return redirect("exchange:batch_show", batch.pk)
    grid = mappings.grid_of(batch, mappings.upload_of(batch))
    if grid is None:
        messages.error(request, "Isi berkas ini tidak terbaca. Simpan ulang, lalu unggah lagi.")
        return redirect("exchange:batch_show", batch.pk)
    rows = mapping.rows_above(grid)
    sent = _sent(request.POST, rows) if request.method == "POST" else _stored(batch, rows)
    if request.method == "POST" and "simpan" in request.POST:
        refusal = _keep(request, batch, rows, sent)
        if not refusal:
            return redirect("exchange:batch_show", batch.pk)
        return _page(request, batch, rows, sent, refusal)
    return _page(request, batch, rows, sent)


Rows = Sequence[tuple[int, Sequence[str]]]


def _stored(batch: ImportBatch, rows: Rows) -> _Sent:
    """What was chosen before, else what is recognised, else what the headings sound like."""
    chosen = mappings.chosen_for(batch)
    grid = mappings.grid_of(batch, mappings.upload_of(batch))
    row = chosen.mapping if chosen else None
    if row is None and grid is not None:
        row = mappings.recognised(batch, grid)
    if row is None:
        return _guessed(batch, rows, mapping.likely_header(rows))
    words = "\n".join(f"{word} = {meaning}" for word, meaning in row.words.items())
    month = f"{chosen.month:%Y-%m}" if chosen and chosen.month else ""
    told = [mapping.TARGETS.get(code, "") for code in row.columns]
    return _Sent(row.header_row, told, {}, words, month, row.name)


def _guessed(batch: ImportBatch, rows: Rows, header_row: int) -> _Sent:
    guesses = [mapping.guess(cell) for cell in dict(rows)[header_row]]
    once = ["" if code in guesses[:place] else code for place, code in enumerate(guesses)]
    told = [mapping.TARGETS.get(code, "") for code in once]
    name = batch.file_names[0].rpartition(".")[0][:_LONGEST_NAME]
    return _Sent(header_row, told, {}, "", "", name)


def _sent(data: Mapping[str, str], rows: Rows) -> _Sent:
    text = data.get("baris", "")
    header_row = int(text) if text.isdecimal() else 0
    if header_row not in dict(rows):
        raise Http404
    columns = [data.get(f"kolom-{place}", "") for place in range(len(dict(rows)[header_row]))]
    if "judul" in data:  # another row of headings: what they sound like is proposed anew
        columns = [mapping.TARGETS.get(mapping.guess(cell), "") for cell in dict(rows)[header_row]]
    errors = {
        place: "Isian ini tidak ada di daftar."
        for place, words in enumerate(columns)
        if mapping.target_of(words) is None
    }
    name = " ".join(data.get("nama", "").split())[:_LONGEST_NAME]
    return _Sent(header_row, columns, errors, data.get("kata", ""), data.get("bulan", ""), name)


def _keep(request: HttpRequest, batch: ImportBatch, rows: Rows, sent: _Sent) -> str:
    """Keep it and order the check; the sentence of a refusal, empty for none."""
    if sent.errors:
        return "Perbaiki kolom yang ditandai, atau kosongkan."
    words, wrong = _words(sent.words)
    if wrong:
        return f"Kata “{wrong[:40]}” belum punya arti. Tulis satu baris: kata = nilai."
    try:
        month = date.fromisoformat(f"{sent.month}-01") if sent.month else None
    except ValueError:
        return "Bulan laporan tidak dapat dibaca. Tulis seperti 2025-07."
    codes = tuple(mapping.target_of(one) or "" for one in sent.columns)
    plan = mapping.Plan(sent.header_row, codes, words)
    try:
        actions.map_columns(
            batch,
            plan,
            headings=dict(rows)[sent.header_row],
            month=month,
            name=sent.name or "Rekap",
            by=actor_of(request),
        )
    except Refused as refusal:
        return str(refusal)
    tasks.check_batch.enqueue(str(batch.pk))
    return ""


def _words(text: str) -> tuple[dict[str, str], str]:
    """`Sudah = ya`, a line each; the first line that is none, empty for none."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines()[:_MOST_WORDS])):
        word, sign, meaning = line.partition("=")
        if not sign or not word.strip():
            return {}, line
        found[word.strip().lower()] = meaning.strip()
    return found, ""


def _page(
    request: HttpRequest, batch: ImportBatch, rows: Rows, sent: _Sent, refusal: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "batch": batch,
        "rows": rows,
        "sent": sent,
        "refusal": refusal,
        "targets": mapping.TARGETS.values(),
        "columns": _lines(rows, sent),
    }
    return render(request, "exchange/batch_map.html", context, status=422 if refusal else 200)


def _lines(rows: Rows, sent: _Sent) -> list[ColumnLine]:
    below = [cells for number, cells in rows if number > sent.header_row]
    lines = []
    for place, heading in enumerate(dict(rows)[sent.header_row]):
        filled = dict.fromkeys(filter(None, (cells[place] for cells in below)))
        samples = tuple(filled)[:_SAMPLES]
        chosen = sent.columns[place] if place < len(sent.columns) else ""
        if heading or samples:
            error = sent.errors.get(place, "")
            lines.append(ColumnLine(place, heading, samples, chosen, error))
    return lines
