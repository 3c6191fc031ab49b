"""The pages: empty states, bad input, what is shown to whom, and what a query costs."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from naikkelas.accounts.models import Post, PostArea, User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.models import CatalogueVersion, Lock, Means, Scenario, ScenarioState, Step
from tests.insights.conftest import budget
from tests.people import make_area
from tests.roadmap_office.conftest import Browser
from tests.roadmap_office.making import (
    AT,
    catalogue_text,
    make_attempt,
    make_catalogue,
    make_lock,
    make_scenario,
    make_step,
)

pytestmark = pytest.mark.django_db

Trio = tuple[KampungKB, KampungKB, KampungKB]
BASE = "/peta-jalan/91.37/"


def words(browser: Client, url: str, status: int = 200) -> str:
    """What the page says, in one line."""
    answer = browser.get(url)
    assert answer.status_code == status, url
    return " ".join(answer.content.decode().split())


# Empty ------------------------------------------------------------------------------------------


def test_a_kabupaten_without_anything_is_led_from_step_to_step(
    as_user: Browser, darma: User
) -> None:
    browser = as_user(darma)

    assert "Mulai dari katalog" in words(browser, BASE)
    assert "Belum ada skenario" in words(browser, f"{BASE}skenario/")
    assert "Pakai katalog bawaan" in words(browser, f"{BASE}katalog/")
    assert "Katalog belum menyebut sumber dana" in words(browser, f"{BASE}sumber-daya/")
    assert "Belum ada kunci" in words(browser, f"{BASE}kunci/")
    assert "Belum ada katalog" in words(browser, f"{BASE}pembelajaran/")
    assert "Belum ada dua skenario" in words(browser, f"{BASE}skenario/banding/")
    assert "Tidak ada langkah di sini" in words(browser, "/langkah/")
    answer = browser.post(f"{BASE}skenario/baru/", {"name": "x", "seconds": "8"})
    assert answer.status_code == 422
    assert "belum punya katalog tindakan" in answer.content.decode()
    assert not Scenario.objects.exists()


def test_who_only_reads_is_told_who_acts(as_user: Browser, head: User) -> None:
    shown = words(as_user(head), BASE)

    assert "Operator kabupaten menyusun skenario" in shown
    assert "Mulai dari katalog" not in shown


def test_the_start_leads_everybody_to_their_own(
    as_user: Browser, darma: User, rina: User, sari: User, sukamaju: Area
) -> None:
    assert as_user(darma).get("/peta-jalan/").headers["Location"] == BASE
    assert as_user(rina).get("/peta-jalan/").headers["Location"] == "/peta-jalan/91.37.01/"
    assert as_user(sari).get("/peta-jalan/").headers["Location"] == "/langkah/"
    post = Post.objects.get(holdings__user=sari)
    far = make_area("91.37.02.2001", "Tirta Jaya")
    PostArea.objects.create(post=post, area=far, since=post.opened_at)
    several = User.objects.get(pk=sari.pk)
    assert several.home == "91.37"
    assert as_user(several).get("/peta-jalan/").headers["Location"] == "/langkah/"


# The plan ---------------------------------------------------------------------------------------


def test_the_plan_shows_target_strip_costs_and_proof(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    scenario = make_scenario(*trio, in_force=True)
    make_step(trio[0], scenario)

    shown = words(as_user(darma), BASE)

    for part in (
        "Target belum terjangkau",
        "Jalur 2026 menurut kecamatan",
        "Kampung yang baru mencapai Mandiri ke atas",
        "Rp3.000.000",
        "OPD PPKB",
        "Seberapa dekat dengan yang terbaik",
        "katalog versi 1",
    ):
        assert part in shown, part
    assert "2.026" not in shown
    with budget("roadmap:plan"):
        as_user(darma).get(BASE)


def test_the_kecamatan_sees_its_own_part_only(as_user: Browser, rina: User, trio: Trio) -> None:
    make_scenario(*trio, in_force=True)
    browser = as_user(rina)

    shown = words(browser, "/peta-jalan/91.37.01/")

    assert "Sukamaju" in shown
    assert "Sunyi" not in shown
    assert "Seberapa dekat" not in shown
    assert browser.get(BASE).status_code == 404
    assert browser.get("/peta-jalan/91.37.02/").status_code == 404


def test_an_old_plan_says_that_its_catalogue_changed(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    make_scenario(*trio, in_force=True)
    make_catalogue()

    assert "Katalog atau sumber daya sudah berubah" in words(as_user(darma), BASE)


def test_every_kampung_is_listed_with_its_reason_and_filtered(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    scenario = make_scenario(*trio, in_force=True)
    url = f"/peta-jalan/skenario/{scenario.pk}/kampung/"
    browser = as_user(darma)

    assert "Pagu APBD dipakai kampung lain." in words(browser, url)
    chosen = words(browser, f"{url}?dipilih=ya")
    assert "Sukamaju" in chosen
    assert "Bukit Raya" not in chosen
    assert "Tidak ada yang cocok" in words(browser, f"{url}?kecamatan=99")
    with budget("roadmap:kampung_list"):
        browser.get(url)


def test_a_kampung_is_explained_to_its_own_pokja_too(
    as_user: Browser, chair: User, wayan: User, trio: Trio
) -> None:
    scenario = make_scenario(*trio, in_force=True)
    draft = make_scenario(*trio, name="Belum berlaku")
    url = f"/peta-jalan/skenario/{scenario.pk}/kampung/{trio[0].pk}/"

    shown = words(as_user(chair), url)

    assert "Mengapa Sukamaju dikerjakan" in shown
    assert "Bila belum berhasil" in shown
    browser = as_user(chair)
    other = f"/peta-jalan/skenario/{scenario.pk}/kampung/{trio[1].pk}/"
    assert browser.get(other).status_code == 404
    assert browser.get(f"/peta-jalan/skenario/{draft.pk}/kampung/{trio[0].pk}/").status_code == 404
    assert as_user(wayan).get(url).status_code == 404


def test_who_was_not_chosen_sees_what_took_the_place(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    scenario = make_scenario(*trio, in_force=True)

    shown = words(as_user(darma), f"/peta-jalan/skenario/{scenario.pk}/kampung/{trio[1].pk}/")

    assert "belum dikerjakan" in shown
    assert "Tempatnya dipakai" in shown
    assert "Pagu APBD" in shown


# Scenarios --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "part"),
    [(ScenarioState.WAITING, "Menunggu giliran"), (ScenarioState.FAILED, "Kunci bertentangan")],
)
def test_a_scenario_that_is_not_answered_says_where_it_is(
    state: str, part: str, as_user: Browser, darma: User, trio: Trio
) -> None:
    scenario = make_scenario(
        *trio, state=state, result=None, finished_at=None, problem="Kunci bertentangan."
    )

    shown = words(as_user(darma), f"/peta-jalan/skenario/{scenario.pk}/")

    assert part in shown
    for page in ("kampung", "peringatan", "andai", "lampiran"):
        answer = as_user(darma).get(f"/peta-jalan/skenario/{scenario.pk}/{page}/")
        assert answer.status_code == 302


def test_a_computation_that_died_can_be_asked_again(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    scenario = make_scenario(
        *trio, heartbeat_at=AT, state=ScenarioState.RUNNING, result=None, finished_at=None
    )
    browser = as_user(darma)

    assert "Hitungan ini berhenti" in words(browser, f"/peta-jalan/skenario/{scenario.pk}/")
    answer = browser.post(f"/peta-jalan/skenario/{scenario.pk}/hitung/")
    assert answer.status_code == 302


def test_two_scenarios_are_compared_by_what_differs(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    one = make_scenario(*trio, name="Satu")
    two = make_scenario(trio[1], trio[0], trio[2], name="Dua")

    shown = words(as_user(darma), f"{BASE}skenario/banding/?a={one.pk}&b={two.pk}")

    assert "Kampung yang diperlakukan lain" in shown
    assert "Sukamaju" in shown
    assert "Sunyi" not in shown
    assert words(as_user(darma), f"{BASE}skenario/banding/?a=x&b={two.pk}")


def test_the_head_sees_what_putting_in_force_does(as_user: Browser, head: User, trio: Trio) -> None:
    scenario = make_scenario(*trio)
    url = f"/peta-jalan/skenario/{scenario.pk}/berlaku/"
    make_catalogue()
    browser = as_user(head)

    assert "1 langkah di 1 kampung" in words(browser, url)
    refused = browser.post(url)
    assert refused.status_code == 422
    assert browser.post(url, {"tetap": "ya"}).headers["Location"] == BASE
    assert Step.objects.count() == 1


def test_what_if_refuses_nonsense_in_words(as_user: Browser, darma: User, trio: Trio) -> None:
    scenario = make_scenario(*trio)
    url = f"/peta-jalan/skenario/{scenario.pk}/andai/"
    browser = as_user(darma)

    assert "dihitung, bukan ditebak" in words(browser, url)
    for query in (
        "kind=pendamping&amount=1,5&group=91.37.01",
        "kind=dana&amount=banyak&source=apbd",
        "kind=pendamping&amount=1",
        "kind=emas&amount=1",
    ):
        assert browser.get(f"{url}?{query}").status_code == 422, query


# Locks, catalogue, means ------------------------------------------------------------------------


def test_a_lock_is_set_and_lifted_on_its_page(as_user: Browser, darma: User, trio: Trio) -> None:
    browser = as_user(darma)
    data = {"kampung": trio[0].pk, "year": "2026", "wish": "harus", "reason": "Janji."}

    assert browser.post(f"{BASE}kunci/", data).status_code == 302
    assert browser.post(f"{BASE}kunci/", data | {"wish": "jangan"}).status_code == 422
    lock = Lock.objects.get()
    assert browser.post(f"{BASE}kunci/", {"lepas": str(lock.pk)}).status_code == 302
    assert browser.post(f"{BASE}kunci/", {"lepas": "bukan-kunci"}).status_code == 404
    assert browser.post(f"{BASE}kunci/", {"kampung": "x"}).status_code == 422


def test_a_lock_elsewhere_is_not_found(
    as_user: Browser, darma: User, wayan: User, trio: Trio
) -> None:
    lock = make_lock(trio[0])

    assert as_user(wayan).post(f"{BASE}kunci/", {"lepas": str(lock.pk)}).status_code == 404


def test_the_catalogue_starts_from_the_one_that_comes_along(
    as_user: Browser, darma: User, head: User
) -> None:
    assert as_user(head).post(f"{BASE}katalog/", {"bawaan": "ya"}).status_code == 404

    assert as_user(darma).post(f"{BASE}katalog/", {"bawaan": "ya"}).status_code == 302

    assert CatalogueVersion.objects.get().text == catalogue_text()
    shown = words(as_user(darma), f"{BASE}katalog/")
    assert "asumsi" in shown
    assert "Latih Pokja" in shown


def test_a_bad_catalogue_file_is_told(as_user: Browser, darma: User) -> None:
    for content in (b"{", b"\xff\xfe", b"[]"):
        file = BytesIO(content)
        file.name = "katalog.json"
        answer = as_user(darma).post(f"{BASE}katalog/", {"file": file})
        assert answer.status_code == 422, content
    assert as_user(darma).post(f"{BASE}katalog/", {}).status_code == 422
    assert not CatalogueVersion.objects.exists()


def test_a_figure_is_confirmed_on_the_page_of_its_action(as_user: Browser, darma: User) -> None:
    make_catalogue()
    url = f"{BASE}katalog/latih_pokja/"
    browser = as_user(darma)

    data = {"which": "peluang", "value": "65", "source": "Rapat 12 Januari"}
    assert browser.post(url, data).status_code == 302

    shown = words(browser, url)
    assert "0,65" in shown
    assert "Rapat 12 Januari" in shown
    for wrong in ({"value": "165"}, {"value": "1.5"}, {"which": "emas"}):
        assert browser.post(url, data | wrong).status_code == 422, wrong
    assert browser.get(f"{BASE}katalog/terbang/").status_code == 404


def test_means_are_typed_as_people_write_figures(as_user: Browser, darma: User, trio: Trio) -> None:
    make_catalogue()
    browser = as_user(darma)
    form = browser.get(f"{BASE}sumber-daya/").context["form"]
    data = {name: form[name].value() for name in form.fields} | {"dana_0_0": "Rp1.250.000"}
    data = {name: "" if value is None else value for name, value in data.items()}

    answer = browser.post(f"{BASE}sumber-daya/", data)

    assert answer.status_code == 302, answer.context["form"].errors
    assert '"amounts": [\n    1250000.0' in Means.objects.get().text
    for wrong in ({"dana_0_0": "1.5"}, {"fairness": "170"}, {"orang_0": "-1"}):
        assert browser.post(f"{BASE}sumber-daya/", data | wrong).status_code == 422, wrong
    assert Means.objects.count() == 1


# Learning and steps -----------------------------------------------------------------------------


def test_learning_shows_prior_attempts_and_posterior(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    make_catalogue()
    make_attempt(trio[0])
    browser = as_user(darma)

    shown = words(browser, f"{BASE}pembelajaran/")

    assert "Dari 1 percobaan" in shown
    data = {"kampung": trio[0].pk, "action": "latih_pokja", "worked": "ya"}
    assert browser.post(f"{BASE}pembelajaran/", data).status_code == 422
    assert (
        browser.post(f"{BASE}pembelajaran/", data | {"happened_on": "2025-07-03"}).status_code
        == 302
    )


def test_warnings_are_listed(as_user: Browser, darma: User, trio: Trio) -> None:
    scenario = make_scenario(*trio, in_force=True)

    assert "Tepat di ambang" in words(
        as_user(darma), f"/peta-jalan/skenario/{scenario.pk}/peringatan/"
    )


def test_the_pkb_sees_next_visits_and_says_how_a_step_stands(
    as_user: Browser, sari: User, wayan: User, kampung: KampungKB
) -> None:
    step = make_step(kampung)
    browser = as_user(sari)

    shown = words(browser, "/langkah/")
    assert "Kunjungan berikutnya" in shown
    assert "1 langkah menunggu" in shown
    assert "Latih Pokja" in shown
    with budget("roadmap:step_list"):
        browser.get("/langkah/")
    url = f"/langkah/{step.pk}/"
    assert browser.post(url, {"state": "gagal"}).status_code == 422
    assert browser.post(url, {"state": "terbang"}).status_code == 422
    assert browser.post(url, {"state": "selesai", "due_on": "2026-06-30"}).status_code == 302
    assert "Selesai, berhasil" in words(browser, url)
    assert "Bagaimana langkah ini?" not in words(browser, url)
    assert as_user(wayan).get(url).status_code == 404
    assert "Tidak ada langkah" in words(as_user(wayan), "/langkah/")


def test_the_pokja_finds_its_steps_on_the_page_of_the_kampung(
    as_user: Browser, chair: User, kampung: KampungKB
) -> None:
    make_step(kampung)
    browser = as_user(chair)

    assert "Langkah kita" in words(browser, f"/kampung/{kampung.pk}/")
    shown = words(browser, f"/kampung/{kampung.pk}/langkah/")
    assert "Satu langkah berikutnya" in shown
    assert "dibantu Pendamping Kec. Tanjung" in shown


def test_a_kampung_without_steps_says_so(as_user: Browser, chair: User, kampung: KampungKB) -> None:
    shown = words(as_user(chair), f"/kampung/{kampung.pk}/langkah/")

    assert "Tidak ada langkah yang menunggu" in shown
    assert "Langkah kita" not in words(as_user(chair), f"/kampung/{kampung.pk}/")


# Downloads --------------------------------------------------------------------------------------


def test_the_workbook_holds_steps_kampung_resources_and_years(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    scenario = make_scenario(*trio, name="=1+1", is_example=True)

    answer = as_user(darma).get(f"/peta-jalan/skenario/{scenario.pk}/peta-jalan.xlsx")

    book = openpyxl.load_workbook(BytesIO(b"".join(answer)))
    assert book.sheetnames == ["Langkah", "Kampung", "Sumber daya", "Tahun", "Catatan"]
    assert all("Sumber: =1+1." in str(sheet["A2"].value) for sheet in book)
    assert "memuat angka asumsi" in str(book["Langkah"]["A2"].value)
    assert all(str(sheet["A4"].value).startswith("Contoh.") for sheet in book)
    rows = list(book["Langkah"].iter_rows(values_only=True))
    assert rows[0][0] == "Peta jalan Kabupaten Uji: =1+1"
    assert rows[-1][1:4] == ("Sukamaju", "91.37.01.2001", "Latih Pokja")
    assert all(cell.data_type != "f" for row in book["Langkah"].iter_rows() for cell in row)
    assert "contoh" in answer.headers["Content-Disposition"]


def test_the_annex_lists_actions_by_who_answers_for_them(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    scenario = make_scenario(*trio)

    shown = words(as_user(darma), f"/peta-jalan/skenario/{scenario.pk}/lampiran/")

    assert "Lampiran rencana kerja 2026" in shown
    assert "OPD PPKB" in shown
    assert "TW 2" in shown


def test_the_inputs_are_those_that_were_computed(as_user: Browser, darma: User, trio: Trio) -> None:
    scenario = make_scenario(*trio)

    answer = as_user(darma).get(f"/peta-jalan/skenario/{scenario.pk}/masukan.json")

    assert answer.content.decode() == scenario.inputs


def test_the_nation_sees_every_plan_in_force(
    as_user: Browser, trio: Trio, django_user_model: type[User]
) -> None:
    from naikkelas.accounts.models import Role
    from tests.people import make_user

    make_scenario(*trio, in_force=True)
    nation = make_user("pusat", "Pusat", Role.NATION, None)

    assert "Rencana uji" in words(as_user(nation), "/peta-jalan/")


# Late -------------------------------------------------------------------------------------------


def test_a_step_past_its_day_is_late_on_every_face(
    as_user: Browser, head: User, sari: User, chair: User, trio: Trio
) -> None:
    scenario = make_scenario(*trio, in_force=True)
    make_step(trio[0], scenario, planned_for=AT.date(), due_on=AT.date())

    late = [
        words(as_user(who), url)
        for who, url in (
            (head, BASE),
            (head, "/peta-jalan/91.37.01/"),
            (sari, "/langkah/"),
            (chair, f"/kampung/{trio[0].pk}/langkah/"),
            (chair, f"/kampung/{trio[0].pk}/"),
        )
    ]

    assert all("Lewat tenggat" in page for page in late[:2])
    assert late[2].count('badge-danger">lewat') == 2  # the visit and the step
    assert all('badge-danger">lewat' in page for page in late[3:])


def test_the_plan_and_its_annex_say_what_they_rest_on(
    as_user: Browser, darma: User, trio: Trio
) -> None:
    scenario = make_scenario(*trio, in_force=True)

    for url in (
        BASE,
        f"/peta-jalan/skenario/{scenario.pk}/lampiran/",
        f"/peta-jalan/skenario/{scenario.pk}/peringatan/",
    ):
        page = words(as_user(darma), url)
        assert "Sumber: Rencana uji. " in page, url
        assert "kelas terverifikasi, per 31 Juli 2025" in page, url
        assert "memuat angka asumsi" in page, url
