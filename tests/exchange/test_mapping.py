"""A recap of another system is mapped once on screen, known again, and goes the way of imports."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area, AreaIdentifier
from naikkelas.audit.models import Event
from naikkelas.exchange import actions, queries
from naikkelas.exchange.errors import MappingUnfit
from naikkelas.exchange.models import BatchState, ColumnMapping, ImportBatch
from naikkelas.exchange.rules import mapping
from naikkelas.exchange.rules.layouts import key_of
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KKBPK, Penduduk, Profil
from tests.people import RECORDED, make_kampung

HEAD = ["Kabupaten", "Kecamatan", "Desa", "pokja_pengurusan", "pokja_jumlah", "pus", "iud", "ket"]
ROWS: list[list[Any]] = [
    ["Uji", "Tanjung", "Sukamaju", "Sudah", 13, 137, 40, "baik"],
    ["Uji", "Tanjung", "Desa 2002", "Belum", None, 211, "-", None],
]


@pytest.fixture
def desk(client: Client, uji: Area, darma: User) -> Client:
    """Pak Darma at his screen, with two kampung."""
    Area.objects.filter(pk="91.37.01").update(name="Tanjung")
    make_kampung("91.37.01.2001", nama="Sukamaju")
    make_kampung("91.37.01.2002")
    client.force_login(darma)
    return client


def recap(rows: list[list[Any]] = ROWS, head: list[str] = HEAD, above: int = 2) -> bytes:
    """A workbook with a title above its headings, as a portal hands it out."""
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(above):
        sheet.append([f"Rekapitulasi Kampung KB {number}"])
    for row in (head, *rows):
        sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def csv_recap() -> bytes:
    lines = ["Rekapitulasi;;;;;;;", ";".join(HEAD)]
    lines += [";".join("" if cell is None else str(cell) for cell in row) for row in ROWS]
    return "\r\n".join(lines).encode("cp1252")


@pytest.fixture
def send(desk: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """Upload a file and look at the batch."""

    def put(content: bytes, name: str = "rekap.xlsx") -> ImportBatch:
        with django_capture_on_commit_callbacks(execute=True):
            desk.post(
                reverse("exchange:batch_new"), {"uploads": [SimpleUploadedFile(name, content)]}
            )
        return ImportBatch.objects.latest("uploaded_at")

    return put


@pytest.fixture
def choose(desk: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """Press Simpan dan periksa with what the page proposes, changed by `more`."""

    def press(batch: ImportBatch, **more: str) -> Any:
        url = reverse("exchange:batch_map", args=[batch.pk])
        page = desk.get(url)
        sent = page.context["sent"]
        data = {f"kolom-{place}": words for place, words in enumerate(sent.columns)}
        data |= {"baris": str(sent.header_row), "nama": "Rekap portal", "bulan": "2025-03"}
        data |= {"kata": "Sudah = ya\nBelum = tidak\n- =", "simpan": "1"} | more
        with django_capture_on_commit_callbacks(execute=True):
            return desk.post(url, data)

    return press


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "name", "row"), [
    (recap(), "rekap.xlsx", 3), (csv_recap(), "rekap.csv", 2),
])  # fmt: skip
def test_a_recap_is_mapped_checked_applied_and_undone(
    content: bytes, name: str, row: int, send: Any, choose: Any, desk: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    batch = send(content, name)
    assert batch.state == BatchState.REFUSED
    shown = desk.get(reverse("exchange:batch_show", args=[batch.pk])).content.decode()
    assert "Petakan kolom" in shown
    page = desk.get(reverse("exchange:batch_map", args=[batch.pk]))
    assert page.context["sent"].header_row == row
    assert "KKBPK: IUD" in page.content.decode()

    assert choose(batch).status_code == 302
    batch.refresh_from_db()
    assert batch.state == BatchState.READY, batch.problem
    assert {code: table["new"] for code, table in batch.counts["tables"].items()} == {
        "penduduk": 2, "profil": 2, "kkbpk": 1,
    }  # fmt: skip
    assert not Profil.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("exchange:batch_apply", args=[batch.pk]))
    profil = Profil.objects.get(kampung__village_id="91.37.01.2001")
    assert (profil.pokja_ada, profil.pokja_anggota, profil.tahun, profil.bulan) == (
        True, 13, 2025, 3,
    )  # fmt: skip
    assert profil.tanggal_isi.isoformat() == "2025-03-31"
    assert Profil.objects.get(kampung__village_id="91.37.01.2002").pokja_ada is False
    assert Penduduk.objects.get(kampung__village_id="91.37.01.2002").pus == 211
    assert list(KKBPK.objects.values_list("iud", flat=True)) == [40]
    desk.post(reverse("exchange:batch_undo", args=[batch.pk]))
    assert not Profil.objects.filter(withdrawn_at__isnull=True).exists()


@pytest.mark.django_db
def test_the_next_file_with_these_headings_is_known_and_asks_for_its_month_only(
    send: Any, choose: Any, desk: Client
) -> None:
    choose(send(recap()))
    assert Event.objects.filter(verb="import.map").count() == 1

    again = send(recap([["Uji", "Tanjung", "Sukamaju", "Sudah", 14, 138, 41, None]]))

    assert again.state == BatchState.REFUSED
    assert "dikenali sebagai “Rekap portal”" in again.problem
    page = desk.get(reverse("exchange:batch_map", args=[again.pk]))
    assert page.context["sent"].columns[3] == mapping.TARGETS["profil.pokja_ada"]
    choose(again, bulan="2025-04")
    again.refresh_from_db()
    assert again.state == BatchState.READY
    assert ColumnMapping.objects.count() == 1  # unchanged, so not stored anew


@pytest.mark.django_db
def test_a_file_that_tells_its_month_is_read_without_being_asked(send: Any, choose: Any) -> None:
    head = [*HEAD, "Tahun", "Bulan"]
    rows = [[*row, 2025, month] for row, month in zip(ROWS, ("Maret", 4), strict=True)]
    choose(send(recap(rows, head)), bulan="")

    again = send(recap([[*ROWS[0], 2025, 5]], head))

    assert again.state == BatchState.READY
    assert again.rows("new") == 3
    codes = set(queries.errors(again)["code"])
    assert "dibaca_dengan_pemetaan" in codes


@pytest.mark.django_db
def test_each_fault_names_the_row_of_the_persons_own_file(send: Any, choose: Any) -> None:
    rows: list[list[Any]] = [
        ROWS[0],
        ["Uji", "Tanjung", "Entah", "Sudah", 3, 5, 1, None],
        ["Uji", "Tanjung", "Desa 2002", "Mungkin", 3, "banyak", 1, None],
    ]
    batch = send(recap(rows))
    choose(batch)
    batch.refresh_from_db()

    found = queries.errors(batch).filter(severity="ditolak")
    at = {(row["row"], row["column"]) for row in found.iter_rows(named=True)}
    assert (5, "kode_desa") in at
    assert {(6, "pokja_ada"), (6, "pus")} <= at
    assert {row["file"] for row in found.iter_rows(named=True)} == {"rekap.xlsx"}
    assert "Entah, Tanjung" in set(found["value"])


@pytest.mark.django_db
def test_a_village_may_be_named_by_the_code_of_opensid(send: Any, choose: Any) -> None:
    AreaIdentifier.objects.create(
        area_id="91.37.01.2001", scheme="opensid", value="9199012001", source="Daftar uji",
        recorded_by=1, recorded_at=RECORDED,
    )  # fmt: skip
    head = ["Kode Desa", "iud"]

    batch = send(recap([["91.99.01.2001", 40], ["9137012002", 41]], head))
    choose(batch)
    batch.refresh_from_db()

    assert batch.state == BatchState.READY, batch.problem
    assert batch.rows("new") == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"bulan": ""}, "Pilih bulan laporan"),
        ({"bulan": "kemarin"}, "Bulan laporan tidak dapat dibaca"),
        ({"kolom-2": ""}, "Petakan kolom desa"),
        ({"kolom-1": ""}, "Petakan juga kolom kecamatan"),
        ({"kolom-6": "Nama desa/kelurahan"}, "Dua kolom dipetakan ke Nama desa/kelurahan"),
        ({"kolom-6": "Rahasia"}, "Perbaiki kolom yang ditandai"),
        ({"kolom-6": "Profil: Nama pendamping"}, "Perbaiki kolom yang ditandai"),
        ({"kata": "Sudah"}, "belum punya arti"),
        ({"kolom-3": "", "kolom-4": "", "kolom-5": "", "kolom-6": ""}, "sedikitnya satu kolom"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_refused_in_words(
    more: dict[str, str], said: str, send: Any, choose: Any
) -> None:
    answer = choose(send(recap()), **more)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ColumnMapping.objects.exists()


@pytest.mark.django_db
def test_a_changed_mapping_replaces_the_older_which_stays(send: Any, choose: Any) -> None:
    batch = send(recap())
    choose(batch)

    choose(batch, **{"kolom-6": ""})

    old, new = ColumnMapping.objects.order_by("saved_at")
    assert old.replaced_at is not None
    assert new.replaced_at is None
    batch.refresh_from_db()
    assert "kkbpk" not in batch.counts["tables"]


@pytest.mark.django_db
def test_another_row_of_headings_can_be_taken(send: Any, desk: Client) -> None:
    batch = send(recap())

    page = desk.post(
        reverse("exchange:batch_map", args=[batch.pk]), {"baris": "1", "judul": "1"}
    ).content.decode()

    assert "Rekapitulasi Kampung KB 0" in page


@pytest.mark.django_db
def test_mappings_belong_to_their_area_and_to_who_may_import(
    send: Any, choose: Any, wayan: User, client: Client
) -> None:
    batch = send(recap())
    plan = mapping.Plan(3, ("", "nama_kecamatan", "nama_desa", "", "", "penduduk.pus", "", ""))
    with pytest.raises(NotYours):
        actions.map_columns(batch, plan, headings=HEAD, month=None, name="x", by=wayan)
    unfit, by = mapping.Plan(3, ("",) * 8), User.objects.get(pk=batch.uploaded_by)
    with pytest.raises(MappingUnfit):
        actions.map_columns(batch, unfit, headings=HEAD, month=None, name="x", by=by)
    client.force_login(wayan)
    assert client.get(reverse("exchange:batch_map", args=[batch.pk])).status_code == 404


@pytest.mark.django_db
def test_a_formula_without_result_does_not_pass_as_empty(send: Any, choose: Any) -> None:
    batch = send(recap([["Uji", "Tanjung", "Sukamaju", "Sudah", "=1+1", 137, 40, None]]))
    choose(batch)
    batch.refresh_from_db()

    assert "rumus_tanpa_nilai" in set(queries.errors(batch)["code"])


def test_the_portals_headings_are_guessed() -> None:
    known = {
        "Pokja Pengurusan": "profil.pokja_ada", "pokja_jumlah_terlatih":
        "profil.pokja_anggota_terlatih", "anak_kemudian": "kkbpk.ingin_anak_tunda",
        "partisipasi_bkb": "kkbpk.peserta_bkb", "PIL": "kkbpk.pil", "Desa/Kelurahan": "nama_desa",
        "memiliki_lansia": "penduduk.keluarga_lansia", "provinsi": "", "": "",
    }  # fmt: skip
    assert {words: mapping.guess(words) for words in known} == known
    assert len({key_of(words) for words in mapping.TARGETS.values()}) == len(mapping.TARGETS)
