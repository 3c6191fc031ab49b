"""From the upload to the receipt as a person sees it."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange import actions, queries
from naikkelas.exchange.actions.uploading import shown_name
from naikkelas.exchange.models import BatchState, ImportBatch
from naikkelas.exchange.rules import template
from naikkelas.registry.actions import edit_kampung
from naikkelas.registry.models import KampungKB
from tests.exchange.conftest import KAMPUNG, KKBPK, PENDUDUK, Import, write_rows


@pytest.fixture
def desk(client: Client, uji: Area, darma: User) -> Client:
    """Pak Darma at his screen."""
    client.force_login(darma)
    return client


def csv_upload(tmp_path: Path, rows: list[dict[str, Any]], name: str = "kampung.csv") -> Any:
    return SimpleUploadedFile(name, write_rows(tmp_path / "unggah.csv", rows).read_bytes())


def upload(desk: Client, *files: Any, **more: Any) -> Any:
    return desk.post(reverse("exchange:batch_new"), {"uploads": list(files), **more})


def page_of(desk: Client, batch: ImportBatch) -> str:
    return desk.get(reverse("exchange:batch_show", args=[batch.pk])).content.decode()


def test_an_empty_list_says_how_to_begin(desk: Client) -> None:
    page = desk.get(reverse("exchange:batch_list")).content.decode()

    assert "Belum ada impor" in page
    assert reverse("exchange:template") in page


def test_an_upload_is_checked_shown_applied_and_undone(
    desk: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    rows = [KAMPUNG, KAMPUNG | {"id": 8, "kode_desa": "91.37.01.2999"}]
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(desk, csv_upload(tmp_path, rows))
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("exchange:batch_show", args=[batch.pk])
    assert batch.state == BatchState.READY
    preview = page_of(desk, batch)
    assert "Belum ada yang disimpan" in preview
    assert "91.37.01.2999" in preview
    assert not KampungKB.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("exchange:batch_apply", args=[batch.pk]))
    assert "Sudah diterapkan" in page_of(desk, batch)
    assert KampungKB.objects.get().nama == "Sukamaju"

    desk.post(reverse("exchange:batch_undo", args=[batch.pk]))
    assert "Impor ini ditarik kembali" in page_of(desk, batch)
    assert not KampungKB.objects.live().exists()


def test_an_unreadable_upload_says_why_and_can_be_thrown_away(
    desk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        upload(desk, SimpleUploadedFile("rekap.xlsx", b"<html></html>"))
    batch = ImportBatch.objects.get()

    assert "halaman web" in page_of(desk, batch)
    desk.post(reverse("exchange:batch_cancel", args=[batch.pk]))

    assert not ImportBatch.objects.exists()


def test_an_upload_without_a_file_or_too_large_is_answered_beside_the_field(
    desk: Client, settings: Any, tmp_path: Path
) -> None:
    without = upload(desk)
    settings.IMPORT_MAX_BYTES = 37
    large = upload(desk, csv_upload(tmp_path, [KAMPUNG]))

    assert without.status_code == large.status_code == 422
    assert "Pilih berkas dahulu." in without.content.decode()
    assert "25 MB" in large.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(("more", "state"), [(0, BatchState.READY), (1, BatchState.REFUSED)])
def test_the_rows_of_all_tables_of_an_upload_count_together(
    more: int, state: BatchState, uji: Area, darma: User, tmp_path: Path, settings: Any
) -> None:
    settings.IMPORT_MAX_ROWS = 37
    days = [f"2025-03-{day:02}" for day in range(1, 32)]
    reports = [PENDUDUK | {"id": n, "tanggal_isi": day} for n, day in enumerate(days, 1)]
    kampung = [KAMPUNG] * (37 - len(reports) + more)
    files = [
        csv_upload(tmp_path, kampung),
        csv_upload(tmp_path, reports, "penduduk.csv"),
    ]
    batch = actions.upload(files, "91.37", darma)

    actions.check(batch)

    assert batch.state == state
    if more:
        assert batch.problem == (
            "Unggahan ini berisi 38 baris dalam semua tabelnya, paling banyak 37."
        )
        found = queries.errors(batch).row(0, named=True)
        assert found["remedy"].startswith("Bagi menjadi beberapa unggahan")
        assert not queries.has_changes(batch)


def test_a_table_that_is_too_long_refuses_the_other_tables_of_its_upload_too(
    uji: Area, darma: User, tmp_path: Path, settings: Any
) -> None:
    settings.IMPORT_MAX_ROWS = 3
    files = [csv_upload(tmp_path, [KAMPUNG]), csv_upload(tmp_path, [PENDUDUK] * 4, "penduduk.csv")]
    batch = actions.upload(files, "91.37", darma)

    actions.check(batch)

    assert batch.state == BatchState.REFUSED
    assert batch.problem == "Berkas berisi 4 baris, paling banyak 3."


def test_the_browser_brings_up_to_200000_rows_and_25_megabytes(settings: Any) -> None:
    assert (settings.IMPORT_MAX_ROWS, settings.IMPORT_MAX_BYTES) == (200_000, 25 * 2**20)


def test_a_check_that_stopped_can_be_repeated(desk: Client, darma: User, tmp_path: Path) -> None:
    file = csv_upload(tmp_path, [KAMPUNG])
    batch = actions.upload([file], "91.37", darma)
    long_ago = timezone.now() - 2 * queries.batches.STALE
    ImportBatch.objects.update(state=BatchState.CHECKING, heartbeat_at=long_ago)

    assert "Ulangi pemeriksaan" in page_of(desk, batch)
    actions.begin_check(batch, by=darma)
    batch.refresh_from_db()
    actions.check(batch)

    assert batch.state == BatchState.READY


def test_a_page_that_waits_asks_again_and_then_shows_the_result(
    desk: Client, darma: User, tmp_path: Path
) -> None:
    batch = actions.upload([csv_upload(tmp_path, [KAMPUNG])], "91.37", darma)
    url = f"{reverse('exchange:batch_show', args=[batch.pk])}?pantau=1"

    waiting = desk.get(url, headers={"HX-Request": "true"})
    actions.check(batch)
    ended = desk.get(url, headers={"HX-Request": "true"})

    assert "every 2s" in waiting.content.decode()
    assert "<html" not in waiting.content.decode()
    assert ended["HX-Refresh"] == "true"


def test_changed_figures_are_shown_before_and_after(
    desk: Client, load: Import, darma: User, write: Any
) -> None:
    load(kampung=[KAMPUNG])
    outcome = actions.check_folder(
        write(kampung=[KAMPUNG | {"nama": "Sukamaju Baru"}]), area_code="91.37", by=darma
    )

    page = page_of(desk, outcome.batch)

    assert "Yang berubah" in page
    assert "Sukamaju Baru" in page


def test_findings_are_filtered_and_downloaded(desk: Client, load: Import) -> None:
    batch = load(kampung=[KAMPUNG | {"nama": "N" * 121}, KAMPUNG | {"kode_desa": "xx"}]).batch
    url = reverse("exchange:batch_show", args=[batch.pk])

    found = desk.get(url, {"jenis": "ditolak", "teks": "xx"}).content.decode()
    file = desk.get(reverse("exchange:batch_findings", args=[batch.pk])).content.decode()

    assert "“xx”" in found
    assert "terlalu panjang" not in found
    assert file.startswith("file,sheet,row,column,value,severity,code,message,remedy\n")


def test_names_of_files_and_rows_are_escaped(
    desk: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    bad = KAMPUNG | {"kode_desa": "<script>alert(1)</script>"}
    with django_capture_on_commit_callbacks(execute=True):
        upload(desk, csv_upload(tmp_path, [bad], "<img src=x>.csv"))

    page = page_of(desk, ImportBatch.objects.get())

    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_file_names_lose_what_could_disturb_a_page_or_a_log() -> None:
    names = ["../../etc/x.csv", "a\r\nb.xlsx", "\u202etxt.csv", "n" * 300 + ".csv", "", ".csv"]

    shown = [shown_name(name) for name in names]

    assert all(name and len(name) < 100 and name.isprintable() for name in shown)
    assert all("/" not in name for name in shown)


def test_others_see_nothing_of_an_import(
    client: Client, load: Import, wayan: User, head: User, sari: User
) -> None:
    batch = load(kampung=[KAMPUNG]).batch
    urls = [reverse(f"exchange:batch_{name}", args=[batch.pk]) for name in ("show", "findings")]

    for person in (wayan, head, sari):
        client.force_login(person)
        assert [client.get(url).status_code for url in urls] == [404, 404]
        assert client.get(reverse("exchange:batch_list")).status_code == 404
        assert client.post(reverse("exchange:batch_undo", args=[batch.pk])).status_code == 404


def test_an_export_is_of_the_persons_own_area_only(
    client: Client, load: Import, wayan: User
) -> None:
    load(kampung=[KAMPUNG])
    client.force_login(wayan)

    own = client.get(reverse("exchange:export", args=["kampung", "csv"]))
    theirs = client.get(reverse("exchange:export", args=["kampung", "csv"]), {"wilayah": "91.37"})

    assert b"Sukamaju" not in own.getvalue()
    assert theirs.status_code == 404


def test_the_list_costs_the_same_for_one_import_and_for_thirty(
    desk: Client, darma: User, django_assert_num_queries: Any
) -> None:
    def make(count: int) -> None:
        ImportBatch.objects.bulk_create(
            ImportBatch(
                area_code="91.37",
                state=BatchState.APPLIED,
                file_names=["a.csv"],
                uploaded_by=darma.pk,
                uploaded_at=timezone.now(),
            )
            for _ in range(count)
        )

    make(1)
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse("exchange:batch_list"))
    make(29)
    with django_assert_num_queries(len(one)):
        desk.get(reverse("exchange:batch_list"))


def test_the_question_before_an_undoing_has_two_answers_that_cannot_be_mixed_up(
    desk: Client, load: Import
) -> None:
    page = page_of(desk, load(kampung=[KAMPUNG]).batch)

    assert 'data-confirm-answer="Tarik kembali impor ini"' in page
    assert 'data-confirm-keep="Jangan, biarkan"' in page
    assert "Batalkan" not in page


def test_a_refused_undoing_says_on_the_page_which_kampung_and_who(
    desk: Client, load: Import, darma: User
) -> None:
    batch = load(kampung=[KAMPUNG]).batch
    edit_kampung(KampungKB.objects.get(), {"nama": "Sukamaju Jaya"}, by=darma)

    answer = desk.post(reverse("exchange:batch_undo", args=[batch.pk]), follow=True)

    page = answer.content.decode()
    assert "91.37.01.2001 Sukamaju Jaya (Nama Kampung KB diubah, Pak Darma, " in page
    assert "Sudah diterapkan" in page


def test_tables_without_a_row_are_not_counted_before_people(
    uji: Area, load: Import, darma: User, tmp_path: Path
) -> None:
    load(kampung=[KAMPUNG])
    files = [
        csv_upload(tmp_path, [{**dict.fromkeys(KAMPUNG)}]),
        csv_upload(tmp_path, [PENDUDUK], "penduduk.csv"),
    ]

    batch = actions.check(actions.upload(files, "91.37", darma))

    assert [table.name for table in queries.counts(batch)] == ["Penduduk"]


def test_history_is_said_in_one_way_in_form_and_receipt(desk: Client, load: Import) -> None:
    form = desk.get(reverse("exchange:batch_new")).content.decode()
    receipt = page_of(desk, load(kampung=[KAMPUNG], as_reported=True).batch)

    assert "simpan laporan sebagaimana dilaporkan" in form
    assert "riwayat sebagaimana dilaporkan" in receipt


def checked(desk: User, *files: SimpleUploadedFile) -> ImportBatch:
    return actions.check(actions.upload(files, "91.37", desk))


def test_an_untouched_template_is_told_to_have_no_rows_and_not_to_be_ready(
    desk: Client, darma: User
) -> None:
    target = BytesIO()
    template.write(target, [])

    batch = checked(darma, SimpleUploadedFile("templat.xlsx", target.getvalue()))

    page = page_of(desk, batch)
    assert "Tidak ada baris" in page
    assert "Siap diterapkan" not in page
    assert "ditolak" not in page
    assert "Siap diterapkan" not in desk.get(reverse("exchange:batch_list")).content.decode()


def test_an_upload_of_which_all_is_refused_or_known_is_not_called_ready(
    desk: Client, darma: User, load: Import, tmp_path: Path
) -> None:
    load(kampung=[KAMPUNG])

    refused = checked(darma, csv_upload(tmp_path, [KAMPUNG | {"kode_desa": "xx"}]))
    known = checked(darma, csv_upload(tmp_path, [KAMPUNG]))
    ready = checked(darma, csv_upload(tmp_path, [KAMPUNG | {"nama": "Sukamaju Jaya"}]))

    assert refused.shown_state == "Semua baris ditolak"
    assert known.shown_state == "Tidak ada yang baru"
    assert ready.shown_state == "Siap diterapkan"
    for batch in (refused, known):
        assert "Siap diterapkan" not in page_of(desk, batch)


def test_preview_and_marked_workbook_count_the_same_rows_to_look_over(
    desk: Client, darma: User, tmp_path: Path
) -> None:
    doubtful = {"pus": 400, "keluarga": 211}  # more couples than families
    rows = [
        PENDUDUK | {"id": 1, "tanggal_isi": "2025-03-04", **doubtful, "entah": "x"},
        PENDUDUK | {"id": 2, "tanggal_isi": "2025-04-04", **doubtful},
        PENDUDUK | {"id": 3, "tanggal_isi": "2025-05-04", "pus": -1},
        PENDUDUK | {"id": None, "tanggal_isi": "2025-06-04", "pus": 137},
        PENDUDUK | {"id": None, "tanggal_isi": "2025-06-04", "pus": 137},
    ]
    files = [
        csv_upload(tmp_path, [KAMPUNG]),
        csv_upload(tmp_path, [dict.fromkeys(KKBPK)], "kkbpk.csv"),
        csv_upload(tmp_path, rows, "penduduk.csv"),
    ]

    batch = checked(darma, *files)

    answer = desk.get(reverse("exchange:batch_marked", args=[batch.pk]))
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    assert book.sheetnames == ["Petunjuk", "Kampung", "Penduduk"]
    assert "entah" in book["Petunjuk"]["B2"].value
    (counts,) = (table for table in queries.counts(batch) if table.name == "Penduduk")
    assert (counts.refused, counts.soft) == (1, 3)
    assert book["Penduduk"]["A2"].value == (
        "1 baris ditolak (merah), 3 baris perlu diperiksa (kuning)."
    )


def test_of_two_workbooks_each_problem_names_its_file(
    desk: Client, darma: User, tmp_path: Path
) -> None:
    # Given the same mistake, in the same row of the same sheet of two workbooks
    files: list[SimpleUploadedFile] = []
    for name in ("utara.xlsx", "selatan.xlsx"):
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        page.title = "Penduduk"
        row = PENDUDUK | {"id": len(files) + 1, "pus": -1}
        page.append(list(row))
        page.append(list(row.values()))
        target = BytesIO()
        book.save(target)
        files.append(SimpleUploadedFile(name, target.getvalue()))

    batch = checked(darma, csv_upload(tmp_path, [KAMPUNG]), *files)

    shown = page_of(desk, batch)
    assert "utara.xlsx, Penduduk, baris 2" in shown
    assert "selatan.xlsx, Penduduk, baris 2" in shown
    answer = desk.get(reverse("exchange:batch_marked", args=[batch.pk]))
    marked = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    told = [
        [marked[sheet].cell(line, column).value for line in (5, 6) for column in (2, 3)]
        for sheet in ("Penduduk", "Penduduk (2)")
    ]
    assert told == [
        ["Baris asal", "Berkas asal", 2, "utara.xlsx"],
        ["Baris asal", "Berkas asal", 2, "selatan.xlsx"],
    ]


def test_a_marked_workbook_of_several_files_is_read_again_as_it_is(
    desk: Client, darma: User, tmp_path: Path
) -> None:
    batch = checked(
        darma,
        csv_upload(tmp_path, [KAMPUNG]),
        csv_upload(tmp_path, [PENDUDUK | {"pus": -1}], "penduduk.csv"),
    )
    answer = desk.get(reverse("exchange:batch_marked", args=[batch.pk]))

    again = checked(darma, SimpleUploadedFile("bertanda.xlsx", answer.getvalue()))

    codes = queries.errors(again).get_column("code").to_list()
    assert "kolom_dilewati" not in codes
    assert "negatif" in " ".join(queries.errors(again).get_column("message").to_list())
