"""The desk of who verifies: the queue, one report, and what the Pokja reads of it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.registry import actions
from naikkelas.registry.models import (
    KKBPK,
    Evidence,
    KampungKB,
    MonthLock,
    Penduduk,
    ReportDraft,
    State,
)
from naikkelas.registry.queries import verification
from tests.people import make_kampung, make_report
from tests.registry.conftest import brought_to, sent

pytestmark = pytest.mark.django_db
Desks = dict[str, User]
Browser = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _july() -> Iterator[None]:
    """It is 17 July 2025, 10.42 in Makassar; the clock runs, since versions are ordered by it."""
    with time_machine.travel(datetime(2025, 7, 17, 2, 42, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def browser() -> Browser:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def plain(answer: Any) -> str:
    """What a person reads: no tags, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


# The queue --------------------------------------------------------------------------------------


def calm_village(code: str, pus: int = 137, **more: Any) -> Any:
    """A kampung whose accepted May and sent June say nearly the same."""
    kampung = make_kampung(code)
    moment = datetime(2025, 6, 5, tzinfo=UTC)
    accepted = {"state": "disahkan", "endorsed_at": moment}
    make_report(
        "penduduk", kampung, date(2025, 6, 3), bulan=5, pus=pus, keluarga=2 * pus, **accepted
    )
    june = {"pus": pus + 1, "keluarga": 2 * pus + 1, "bulan": 6} | more
    return make_report("penduduk", kampung, date(2025, 7, 3), **june)


def test_what_needs_a_look_comes_first_with_reasons_and_the_rest_together(
    browser: Browser, rina: User
) -> None:
    calm = [calm_village(f"91.37.01.20{n}", 100 + n, state="diverifikasi_pkb") for n in (11, 13)]
    odd = calm_village(
        "91.37.01.2017", state="diverifikasi_pkb", pus=412, doubts="pus_melebihi_keluarga:pus"
    )

    page = text(browser(rina).get("/periksa/"))

    assert page.index("Perlu dilihat") < page.index("Tanpa kejanggalan")
    look, rest = page.split("Tanpa kejanggalan")[0], page.split("Tanpa kejanggalan")[1]
    assert str(odd.pk) in look
    assert "Pasangan Usia Subur: lebih banyak daripada keluarga" in look
    assert all(f'value="penduduk:{one.pk}:diverifikasi_pkb" checked' in rest for one in calm)
    assert "Terima 2 laporan" in rest


def test_a_kampung_that_reports_again_after_a_long_silence_stood_at_the_end_as_unchanged(
    browser: Browser, rina: User
) -> None:
    calm_village("91.37.01.2011", 101, state="diverifikasi_pkb")
    silent = make_kampung("91.37.01.2013")
    moment = datetime(2024, 3, 5, tzinfo=UTC)
    accepted = {"state": "disahkan", "endorsed_at": moment, "pus": 100}
    make_report("penduduk", silent, date(2024, 3, 3), bulan=2, **accepted)
    again = make_report(
        "penduduk", silent, date(2025, 7, 3), bulan=6, pus=137, state="diverifikasi_pkb"
    )

    first, second = verification.queue(rina, 2025, 6)

    assert first.report == again
    assert first.risk.words == (
        "Melapor lagi setelah 16 bulan; laporan sebelumnya Februari 2024",
        "Pasangan Usia Subur berubah dari 100 menjadi 137 (+37%)",
    )
    assert not second.risk.needs_look
    page = plain(browser(rina).get("/periksa/?bulan=2025-06"))
    assert page.index("Melapor lagi setelah 16 bulan") < page.index("Tanpa kejanggalan")


def test_figures_that_were_sent_back_passed_for_what_is_usual(rina: User) -> None:
    kampung = make_kampung("91.37.01.2011")
    for day in range(1, 7):
        wrong = {"pus": 900, "state": "dikembalikan", "bulan": 5}
        make_report("penduduk", kampung, date(2025, 6, day), **wrong)
    make_report("penduduk", kampung, date(2025, 7, 3), bulan=6, pus=137, state="diverifikasi_pkb")

    (only,) = verification.queue(rina, 2025, 6)

    assert not only.risk.needs_look


def test_each_desk_has_its_own_queue(
    browser: Browser, kampung: KampungKB, desks: Desks, head: User, wayan: User
) -> None:
    report = sent(kampung, desks["dikirim"])
    everybody = {**desks, "pimpinan": head, "elsewhere": wayan}

    def waits_for() -> set[str]:
        return {
            name
            for name, user in everybody.items()
            if name != "dikirim" and str(report.pk) in text(browser(user).get("/periksa/"))
        }

    assert waits_for() == {"diverifikasi_pkb"}
    brought_to("diverifikasi_pkb", report, desks)
    assert waits_for() == {"diverifikasi_kecamatan"}
    report.refresh_from_db()
    actions.accept("penduduk", report.pk, by=desks["diverifikasi_kecamatan"], seen=report.state)
    assert waits_for() == {"disahkan", "pimpinan"}
    report.refresh_from_db()
    actions.accept("penduduk", report.pk, by=head, seen=report.state)
    assert waits_for() == set()


def test_the_rest_is_accepted_together_and_what_is_refused_says_why(
    browser: Browser, rina: User
) -> None:
    first, second = (calm_village(f"91.37.01.20{n}", state="diverifikasi_pkb") for n in (11, 13))
    picks = [f"penduduk:{one.pk}:diverifikasi_pkb" for one in (first, second)]
    make_report("penduduk", second.kampung, date(2025, 7, 9), bulan=6)

    answer = browser(rina).post("/periksa/", {"pilih": [*picks, "x", "profil:nonsense:dikirim"]})

    page = plain(answer)
    assert "1 laporan diterima" in page
    assert f"Penduduk {second.kampung.nama} : Laporan ini sudah diganti" in page
    first.refresh_from_db()
    assert first.state == State.DISTRICT_VERIFIED


def test_the_queue_costs_the_same_for_one_row_and_for_thirty(browser: Browser, rina: User) -> None:
    client = browser(rina)
    calm_village("91.37.01.2011", state="diverifikasi_pkb", recorded_by=rina.pk)
    client.get("/periksa/")
    with CaptureQueriesContext(connection) as one:
        client.get("/periksa/")

    for number in range(30, 59):
        calm_village(f"91.37.01.20{number}", state="diverifikasi_pkb", recorded_by=rina.pk)
    with CaptureQueriesContext(connection) as thirty:
        answer = client.get("/periksa/")

    assert text(answer).count("review-row") >= 30
    assert len(one) == len(thirty)


def test_figures_copied_from_another_kampung_are_told(browser: Browser, rina: User) -> None:
    figures: dict[str, Any] = {
        f"l_{age}": 10 + n for n, age in enumerate(("00_04", "05_09", "10_14", "15_19"))
    }
    figures |= {"keluarga": 211, "pus": 137, "state": "diverifikasi_pkb"}
    for code in ("91.37.01.2011", "91.37.01.2013"):
        make_report("penduduk", make_kampung(code), date(2025, 6, 3), **figures)

    page = text(browser(rina).get("/periksa/"))

    assert page.count("Semua angka sama dengan Kampung") == 2


def test_an_old_month_has_its_own_tab(browser: Browser, rina: User, kampung: KampungKB) -> None:
    make_report("profil", kampung, date(2025, 5, 3), state="diverifikasi_pkb")
    make_report("profil", kampung, date(2025, 6, 3), state="diverifikasi_pkb")
    client = browser(rina)

    assert "1 laporan Juni 2025 menunggu" in plain(client.get("/periksa/"))
    assert "1 laporan Mei 2025 menunggu" in plain(client.get("/periksa/?bulan=2025-05"))
    assert "Mei 2025 (1)" in plain(client.get("/periksa/?bulan=x"))


# One report -------------------------------------------------------------------------------------


def page_of(report: Any, form: str = "penduduk") -> str:
    return f"/periksa/{form}/{report.pk}/"


def test_the_difference_since_the_last_accepted_version_comes_first(
    browser: Browser, kampung: KampungKB, desks: Desks, sari: User
) -> None:
    brought_to("disahkan", sent(kampung, desks["dikirim"], values={"pus": 100}, month=5), desks)
    middle = sent(kampung, desks["dikirim"], values={"pus": 900}, month=6)
    report = sent(kampung, desks["dikirim"], values={"pus": 120, "remaja": 7}, month=7)

    page = plain(browser(sari).get(page_of(report)))

    assert middle.pk != report.pk
    changed = page.split("Angka lain")[0]
    assert "sebelumnya 100 → menjadi 120 (+20%)" in changed
    assert "Dibandingkan dengan laporan Mei 2025 yang disahkan" in changed
    assert "900" not in changed
    assert "Keluarga" in page.split("Angka lain")[1]


def add_evidence(kampung: KampungKB, form: str = "penduduk") -> Evidence:
    return Evidence.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        form=form,
        columns="pus|keluarga",
        kind="lainnya",
        stored_name="a.pdf",
        added_by=1,
        added_at=datetime.now(UTC),
    )


def test_evidence_that_came_after_the_page_was_opened_was_accepted_unseen(
    browser: Browser, kampung: KampungKB, ani: User, sari: User
) -> None:
    report = sent(kampung, ani)
    client = browser(sari)
    page, listed = client.get(page_of(report)), client.get("/periksa/?bulan=2025-06")
    opened = [text(one).split('name="dibuka" value="')[1].split('"')[0] for one in (page, listed)]
    decision = {"langkah": "terima", "dilihat": "dikirim"}
    add_evidence(kampung)

    alone = client.post(page_of(report), decision | {"dibuka": opened[0]})
    together = client.post(
        "/periksa/?bulan=2025-06",
        {"pilih": f"penduduk:{report.pk}:dikirim", "dibuka": opened[1]},
    )

    for answer in (alone, together):
        assert "Bukti kampung ini berubah setelah Anda membuka halaman" in text(answer)
    report.refresh_from_db()
    assert report.state == State.SENT
    again = text(client.get(page_of(report))).split('name="dibuka" value="')[1].split('"')[0]
    assert client.post(page_of(report), decision | {"dibuka": again}).status_code == 302


def test_evidence_that_came_after_the_endorsement_passed_for_evidence_of_the_report(
    browser: Browser, kampung: KampungKB, ani: User, desks: Desks
) -> None:
    report = brought_to("disahkan", sent(kampung, ani), desks)
    add_evidence(kampung)

    shown = plain(browser(ani).get(f"/kampung/{kampung.pk}/laporan/penduduk/{report.pk}/"))

    assert "menyusul: dihitung mulai laporan berikutnya yang disahkan" in shown
    assert "0 dari 2 hal pada laporan ini sudah ada buktinya" in shown


def test_accepting_leads_back_to_the_queue(
    browser: Browser, kampung: KampungKB, desks: Desks, sari: User
) -> None:
    report = sent(kampung, desks["dikirim"])

    answer = browser(sari).post(page_of(report), {"langkah": "terima", "dilihat": "dikirim"})

    assert answer.status_code == 302
    assert answer["Location"] == "/periksa/?bulan=2025-06"
    report.refresh_from_db()
    assert report.state == State.FIELD_VERIFIED


def test_an_illegal_jump_is_a_409_that_says_why(
    browser: Browser, kampung: KampungKB, desks: Desks, sari: User
) -> None:
    report = brought_to("diverifikasi_pkb", sent(kampung, desks["dikirim"]), desks)

    answer = browser(sari).post(page_of(report), {"langkah": "terima", "dilihat": "dikirim"})

    assert answer.status_code == 409
    assert "Laporan ini sudah diperiksa pkb/plkb oleh PKB/PLKB (Sari)" in plain(answer)
    assert Event.objects.filter(verb="report.verify").count() == 1


def test_sending_back_without_words_keeps_nothing_and_says_so(
    browser: Browser, kampung: KampungKB, desks: Desks, sari: User
) -> None:
    report = sent(kampung, desks["dikirim"])

    answer = browser(sari).post(page_of(report), {"langkah": "kembalikan", "dilihat": "dikirim"})

    assert answer.status_code == 422
    assert "Tulis apa yang perlu diperbaiki" in plain(answer)


def test_enter_in_a_comment_decides_nothing_and_keeps_the_words(
    browser: Browser, kampung: KampungKB, desks: Desks, sari: User
) -> None:
    report = sent(kampung, desks["dikirim"])
    typed = {"langkah": "", "dilihat": "dikirim", "catatan-pus": "Cek KK"}

    answer = browser(sari).post(page_of(report), typed)

    assert 'value="Cek KK"' in text(answer)
    report.refresh_from_db()
    assert report.state == State.SENT


def test_the_pokja_mends_the_figure_beside_its_comment(
    browser: Browser, kampung: KampungKB, desks: Desks, sari: User, ani: User
) -> None:
    report = sent(kampung, ani)
    browser(sari).post(
        page_of(report),
        {
            "langkah": "kembalikan",
            "dilihat": "dikirim",
            "catatan": "Mohon diperiksa",
            "catatan-pus": "Cek lagi jumlah <PUS>",
        },
    )
    client = browser(ani)

    listed = plain(client.get(f"/kampung/{kampung.pk}/laporan/?formulir=penduduk"))
    shown = plain(client.get(f"/kampung/{kampung.pk}/laporan/penduduk/{report.pk}/"))
    form = text(client.get(f"/kampung/{kampung.pk}/lapor/penduduk/?bulan=2025-06"))

    assert "Perlu diperbaiki" in listed
    assert "Dikembalikan untuk diperbaiki oleh PKB/PLKB (Sari)" in shown
    assert "Pasangan Usia Subur: Cek lagi jumlah &lt;PUS&gt;" in shown
    assert "Berikutnya: perbaiki angka yang diberi catatan" in shown
    assert "Laporan ini perlu diperbaiki" in form
    assert "Mohon diperiksa" in form
    assert "Catatan pemeriksa: Cek lagi jumlah &lt;PUS&gt;" in form


def returned_may(kampung: KampungKB, ani: User, sari: User) -> Any:
    """A report of May, sent back with a remark at PUS."""
    report = sent(kampung, ani, month=5, values={"pus": 137, "keluarga": 211})
    actions.send_back(
        "penduduk", report.pk, by=sari, seen="dikirim", remarks={"pus": "Cek lagi jumlah PUS"}
    )
    return report


def test_a_returned_report_opened_on_another_month_without_the_comment(
    browser: Browser, kampung: KampungKB, sari: User, ani: User
) -> None:
    returned_may(kampung, ani, sari)
    sent(kampung, ani, month=6, values={"pus": 140})
    client = browser(ani)

    form = text(client.get(f"/kampung/{kampung.pk}/lapor/penduduk/"))

    assert 'value="2025-05" selected>Mei 2025 (perlu diperbaiki)' in form
    assert "Catatan pemeriksa: Cek lagi jumlah PUS" in form
    assert re.search(r'name="pus"[^>]*value="137"', form)
    listed = text(client.get(f"/kampung/{kampung.pk}/laporan/?formulir=penduduk"))
    assert "bulan=2025-05" in listed
    first = text(client.get("/kampung/"))
    assert first.index("/lapor/penduduk/?bulan=2025-05") < first.index("Unduh Excel")
    assert "Laporan perlu diperbaiki" not in text(browser(sari).get("/kampung/"))


def test_the_comment_of_the_verifier_was_gone_once_the_form_came_back_with_an_error(
    browser: Browser, kampung: KampungKB, sari: User, ani: User
) -> None:
    returned_may(kampung, ani, sari)
    client = browser(ani)

    answer = client.post(
        f"/kampung/{kampung.pk}/lapor/penduduk/?bulan=2025-05", {"pus": "-3", "lanjut": ""}
    )

    assert answer.status_code == 422
    assert "Catatan pemeriksa: Cek lagi jumlah PUS" in text(answer)
    assert "Laporan ini perlu diperbaiki" in text(answer)


def test_an_old_month_that_was_sent_back_could_not_be_opened_for_mending(
    browser: Browser, kampung: KampungKB, ani: User, sari: User
) -> None:
    old = make_report("penduduk", kampung, date(2023, 4, 3), pus=137)
    actions.send_back("penduduk", old.pk, by=sari, seen="dikirim", remarks={"pus": "Cek lagi"})
    client = browser(ani)

    shown = text(client.get(f"/kampung/{kampung.pk}/laporan/penduduk/{old.pk}/"))
    form = client.get(f"/kampung/{kampung.pk}/lapor/penduduk/?bulan=2023-04")

    assert "bulan=2023-04" in shown
    assert "Catatan pemeriksa: Cek lagi" in text(form)


def test_a_correction_of_an_old_month_led_to_a_page_that_is_not_there(
    browser: Browser, kampung: KampungKB, ani: User
) -> None:
    make_report("penduduk", kampung, date(2023, 4, 3), pus=137)

    place = f"/kampung/{kampung.pk}/lapor/penduduk/"
    answers = [browser(ani).get(place, {"bulan": month}) for month in ("2023-04", "2023-05")]

    assert [answer.status_code for answer in answers] == [200, 404]


def test_post_is_shown_to_all_and_the_name_by_right(
    browser: Browser, kampung: KampungKB, ani: User, budi: User, sari: User
) -> None:
    report = sent(kampung, ani)
    address = f"/kampung/{kampung.pk}/laporan/penduduk/{report.pk}/"

    assert "Dikirim oleh Ketua Pokja (Bu Ani)" in plain(browser(sari).get(address))
    for_a_member = plain(browser(budi).get(address))
    assert re.search(r"Dikirim oleh Ketua Pokja ?, 17 Juli", for_a_member)
    assert "Bu Ani" not in for_a_member


def test_contacts_of_a_report_are_for_those_who_may_know_them(
    browser: Browser, kampung: KampungKB, ani: User, budi: User
) -> None:
    values = {"plkb_ada": True, "plkb_nama": "Wahyu Rahasia"}
    report = sent(kampung, ani, form="profil", values=values)
    address = f"/kampung/{kampung.pk}/laporan/profil/{report.pk}/"

    page = browser(ani).get(address)
    assert "Wahyu Rahasia" not in text(page)
    assert 'value="plkb_nama"' in page.content.decode()
    revealed = browser(ani).post(f"{address}tampilkan/", {"kolom": "plkb_nama"})
    assert "Wahyu Rahasia" in text(revealed)
    assert 'value="plkb_nama"' not in browser(budi).get(address).content.decode()
    assert browser(budi).post(f"{address}tampilkan/", {"kolom": "plkb_nama"}).status_code == 404


@pytest.mark.parametrize("who", ["wayan"])
def test_a_report_elsewhere_is_not_there(
    who: str, browser: Browser, kampung: KampungKB, ani: User, request: pytest.FixtureRequest
) -> None:
    report = sent(kampung, ani)
    client = browser(request.getfixturevalue(who))

    assert client.get(page_of(report)).status_code == 404
    assert client.post(page_of(report), {"langkah": "terima"}).status_code == 404
    assert client.get(page_of(report, "kampung")).status_code == 404


def test_a_step_of_another_desk_is_refused_from_the_page(
    browser: Browser, kampung: KampungKB, ani: User, rina: User
) -> None:
    report = sent(kampung, ani)
    client = browser(rina)

    shown = text(client.get(page_of(report)))
    answer = client.post(page_of(report), {"langkah": "terima", "dilihat": "dikirim"})

    assert 'value="terima"' not in shown
    assert answer.status_code == 404
    assert Penduduk.objects.get().state == State.SENT


# Drafts of a desk -------------------------------------------------------------------------------


def fill(kampung: KampungKB, form: str = "penduduk", step: str = "") -> str:
    return f"/kampung/{kampung.pk}/lapor/{form}/{step}?bulan=2025-06"


def token(page: str) -> str:
    found = re.search(r'name="draf_dilihat" value="([^"]*)"', page)
    assert found
    return found[1]


def test_the_members_of_a_pokja_share_a_draft(
    browser: Browser, kampung: KampungKB, ani: User, budi: User, sari: User
) -> None:
    browser(budi).post(fill(kampung), {"pus": "137", "draf": "1"})

    page = text(browser(ani).get(fill(kampung)))

    assert 'value="137"' in page
    assert "Ini draf bersama, terakhir disimpan Anggota Pokja (Pak Budi)" in page
    assert 'value="137"' not in text(browser(sari).get(fill(kampung)))


def test_a_save_over_somebody_elses_is_refused_and_both_are_shown(
    browser: Browser, kampung: KampungKB, ani: User, budi: User
) -> None:
    first, second = browser(budi), browser(ani)
    seen = token(text(second.get(fill(kampung))))
    first.post(fill(kampung), {"pus": "137", "remaja": "9", "draf": "1"})

    by_itself = second.post(fill(kampung, step="draf/"), {"pus": "142", "draf_dilihat": seen})
    by_hand = second.post(fill(kampung), {"pus": "142", "draf": "1", "draf_dilihat": seen})

    assert by_itself.status_code == 422
    assert "Anggota Pokja (Pak Budi) menyimpan draf ini pada" in plain(by_itself)
    assert by_hand.status_code == 422
    page = text(by_hand)
    assert 'value="142"' in page
    assert "Tersimpan di draf: 137" in page
    assert "Tersimpan di draf: 9" in page
    assert ReportDraft.objects.get().values["pus"] == "137"

    again = {"pus": "142", "draf": "1", "draf_dilihat": token(page)}
    assert second.post(fill(kampung), again).status_code == 302
    assert ReportDraft.objects.get().values["pus"] == "142"


def test_one_person_saves_again_and_again(browser: Browser, kampung: KampungKB, ani: User) -> None:
    client = browser(ani)
    for pus in ("1", "13", "137"):
        answer = client.post(fill(kampung, step="draf/"), {"pus": pus, "draf_dilihat": ""})
        assert answer.status_code == 200

    assert ReportDraft.objects.get().values["pus"] == "137"


def test_a_member_is_told_whom_to_ask_instead_of_sending(
    browser: Browser, kampung: KampungKB, budi: User
) -> None:
    client = browser(budi)
    client.post(fill(kampung), {"pus": "137"})

    page = text(client.get(fill(kampung, step="periksa/")))
    answer = client.post(fill(kampung, step="periksa/"), {"id": ""})

    assert "Minta ketua atau sekretaris mengirim" in page
    assert "Kirim laporan</button>" not in page
    assert "Minta ketua atau sekretaris mengirim" in text(answer)
    assert not Penduduk.objects.exists()


def test_what_changed_after_the_check_is_not_sent_unseen(
    browser: Browser, kampung: KampungKB, ani: User, budi: User
) -> None:
    client = browser(ani)
    client.post(fill(kampung), {"pus": "137"})
    checked = text(client.get(fill(kampung, step="periksa/")))
    draft = ReportDraft.objects.get()
    actions.save_draft(
        "penduduk",
        kampung,
        year=2025,
        month=6,
        values={"pus": "731"},
        by=budi,
        seen_at=draft.saved_at,
    )

    answer = client.post(fill(kampung, step="periksa/"), {"draf_dilihat": token(checked)})

    assert answer.status_code == 422
    assert "731" in text(answer)
    assert not Penduduk.objects.exists()


# Corrections and locked months ------------------------------------------------------------------


def test_the_form_asks_why_an_accepted_figure_is_corrected_and_shows_who_approves(
    browser: Browser, kampung: KampungKB, desks: Desks, ani: User
) -> None:
    brought_to("disahkan", sent(kampung, ani), desks)
    client = browser(ani)
    client.post(fill(kampung), {"pus": "139"})

    asked = text(client.get(fill(kampung, step="periksa/")))
    how = {"draf_dilihat": token(asked)}
    without = client.post(fill(kampung, step="periksa/"), how)
    given = how | {"alasan": "Salah ketik"}
    done = client.post(fill(kampung, step="periksa/"), given, follow=True)

    assert "Alasan perbaikan" in asked
    assert without.status_code == 422
    assert "Tulis alasan perbaikannya" in text(without)
    assert done.status_code == 200
    correction = Penduduk.objects.get(pus=139)
    brought_to("disahkan", correction, desks)
    shown = plain(client.get(f"/kampung/{kampung.pk}/laporan/penduduk/{correction.pk}/"))
    assert "Alasan perbaikan Salah ketik" in shown
    assert "Disahkan oleh Operator kabupaten (Pak Darma)" in shown


def test_a_month_is_locked_and_reopened_on_its_page(
    browser: Browser, kampung: KampungKB, ani: User, darma: User
) -> None:
    client = browser(darma)
    client.post("/bulan/", {"bulan": "2025-06", "alasan": "Rekap"})
    lock = MonthLock.objects.get()
    browser(ani).post(fill(kampung), {"pus": "139"})

    refused = browser(ani).post(fill(kampung, step="periksa/"), {})
    without = client.post("/bulan/", {"kunci": lock.pk, "alasan": ""})
    reopened = client.post("/bulan/", {"kunci": lock.pk, "alasan": "Salah"}, follow=True)

    assert refused.status_code == 422
    assert "sudah dikunci oleh Operator kabupaten (Pak Darma)" in plain(refused)
    assert without.status_code == 422
    assert "Tulis mengapa bulan ini dibuka lagi" in plain(without)
    assert "Dibuka oleh Operator kabupaten (Pak Darma)" in plain(reopened)
    assert not KKBPK.objects.exists()
    assert verification.months_waiting(darma) == {}


def test_nothing_but_the_months_of_the_last_two_years_can_be_locked(
    browser: Browser, darma: User
) -> None:
    client = browser(darma)

    for month in ("2020-01", "2025-08", "", "x"):
        assert client.post("/bulan/", {"bulan": month}).status_code == 404
    assert client.post("/bulan/", {"kunci": "x"}).status_code == 404
    assert not MonthLock.objects.exists()


def test_a_photo_that_was_used_before_and_the_evidence_are_in_sight_of_the_verifier(
    browser: Browser, kampung: KampungKB, ani: User, sari: User
) -> None:
    def photo(of: KampungKB, day: int) -> Evidence:
        return Evidence.objects.create(
            kampung=of,
            kabupaten_code=of.kabupaten_code,
            form="profil",
            columns="pokja_ada",
            kind=Evidence.Kind.PHOTO,
            stored_name=f"{of.pk.hex}.jpg",
            sha256="7" * 64,
            image_hash=1234567890123,
            added_by=ani.pk,
            added_at=datetime(2025, 7, day, tzinfo=UTC),
        )

    photo(make_kampung("91.37.01.2013"), 3)
    photo(kampung, 9)
    report = sent(kampung, ani, form="profil", values={"pokja_ada": True})
    sent(kampung, ani)

    listed = plain(browser(sari).get("/periksa/"))
    page = plain(browser(sari).get(page_of(report, "profil")))

    words = "Foto yang sama pernah dipakai di Kampung Desa 91.37.01.2013 pada 3 Juli 2025"
    assert listed.count(words) == 1
    assert words in page
    assert "1 dari" in page
    assert "Bukti" in page
