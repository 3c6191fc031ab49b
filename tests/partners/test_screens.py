"""The pages: from need to delivery through forms, and what they cost for one row and for many."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.areas.queries import local_now
from naikkelas.partners.models import Commitment, Mitra, Need
from naikkelas.registry.models import KampungKB
from tests.activities.making import make_item, make_rkm
from tests.insights.conftest import as_user as as_user
from tests.insights.conftest import budget
from tests.partners.making import make_commitment, make_letter, make_mitra, make_need, make_rakor
from tests.people import make_area, make_kampung

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def test_from_need_to_delivery_on_screen(
    dinkes: Mitra, kebun: Mitra, tuti: User, joko: User, darma: User, kampung: KampungKB
) -> None:
    office, partner, other = Client(), Client(), Client()
    for browser, who in ((office, darma), (partner, tuti), (other, joko)):
        browser.force_login(who)

    form = {"kampung": str(kampung.pk), "title": "Narasumber", "kegiatan": "3.c.02"}
    office.post("/mitra/91.37/kebutuhan/baru/", form)
    need = Need.objects.get()
    offer = {
        "mitra": str(dinkes.pk), "title": "Narasumber", "kind": "uang", "rupiah": "3.700.000",
        "kampung": [str(kampung.pk)], "sumber_dana": "apbd", "starts_on": "2025-07-01",
        "ends_on": "2025-12-31", "kegiatan": "3.c.02", "nomor": str(uuid4()),
    }  # fmt: skip
    partner.post(f"/mitra/kebutuhan/{need.pk}/dukungan/", offer)
    commitment = Commitment.objects.get()
    url = f"/mitra/komitmen/{commitment.pk}/"
    assert other.get(url).status_code == 404
    office.post(f"{url}langkah/", {"langkah": "sepakati"})
    handed = {
        "serah": "1", "kampung": str(kampung.pk), "delivered_on": "2025-07-30",
        "amount": "3.700.000", "nomor": str(uuid4()),
    }  # fmt: skip
    assert partner.post(url, handed).status_code == 302

    commitment.refresh_from_db()
    assert (commitment.need, commitment.state) == (need, "terpenuhi")
    assert "Rp3.700.000" in office.get(f"/kampung/{kampung.pk}/mitra/").content.decode()
    assert "Narasumber" in partner.get(f"/mitra/lembaga/{dinkes.pk}/").content.decode()
    assert "Narasumber" not in other.get("/mitra/91.37/komitmen/").content.decode()


def test_what_was_typed_wrong_is_said_beside_the_field(
    as_user: Browser, dinkes: Mitra, darma: User, kampung: KampungKB
) -> None:
    need = make_need(kampung)
    form = {"mitra": str(dinkes.pk), "title": "X", "kind": "barang", "kampung": [str(kampung.pk)]}

    page = as_user(darma).post(f"/mitra/kebutuhan/{need.pk}/dukungan/", form)

    assert page.status_code == 422
    assert "Isi satuannya, misalnya orang." in page.content.decode()
    assert not Commitment.objects.exists()


def test_a_contact_is_masked_and_each_view_is_noted(
    as_user: Browser, dinkes: Mitra, darma: User, rina: User
) -> None:
    page = as_user(darma).get(f"/mitra/lembaga/{dinkes.pk}/").content.decode()
    shown = as_user(darma).post(f"/mitra/lembaga/{dinkes.pk}/telepon/").content.decode()

    assert dinkes.contact_phone not in page
    assert dinkes.contact_phone in shown
    below = as_user(rina).get(f"/mitra/lembaga/{dinkes.pk}/").content.decode()
    assert dinkes.contact_name not in below


def test_the_paper_of_a_letter_has_every_part(as_user: Browser, dinkes: Mitra, darma: User) -> None:
    made = make_letter(
        make_rakor(dinkes),
        recipients="Dinas A\nDinas B",
        copies="Bupati",
        body="Isi\nPukul : 09.00",
    )

    page = as_user(darma).get(f"/mitra/surat/{made.pk}/").content.decode()

    for part in (
        *("letter-kop", "Nomor", made.full_number, "Sifat", "Lampiran", "Hal", "Uji, 30 Juni 2025"),
        *("Yth.", "Dinas B", "Pukul", "Kepala Dinas,", "NIP", "Tembusan", "Bupati"),
    ):
        assert part in page


@pytest.mark.parametrize(
    ("key", "url"),
    [
        ("partners:matrix", "/mitra/91.37/matriks/"),
        ("partners:money", "/mitra/91.37/anggaran/"),
        ("partners:need_list", "/mitra/91.37/kebutuhan/"),
        ("partners:commitment_list", "/mitra/91.37/komitmen/"),
        ("partners:mitra_list", "/mitra/91.37/daftar/"),
    ],
)
def test_a_list_costs_the_same_for_one_kampung_and_for_many(
    key: str, url: str, as_user: Browser, darma: User, dinkes: Mitra, kampung: KampungKB
) -> None:
    browser = as_user(darma)
    make_need(kampung)
    make_commitment(dinkes, kampung, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    browser.get(url)
    with budget(key):
        browser.get(url)

    for number in range(2, 9):
        one = make_kampung(make_area(f"91.37.01.20{number:02d}", f"Desa {number}"))
        make_need(one)
        other = make_mitra(name=f"Mitra {number}")
        make_commitment(other, one, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))

    with budget(key):
        browser.get(url)


def test_the_areas_of_a_partner_are_chosen_from_what_there_is(
    darma: User, kampung: KampungKB, as_user: Browser
) -> None:
    browser, page = as_user(darma), "/mitra/91.37/daftar/baru/"
    shown = browser.get(page).content.decode()
    assert "Seluruh kabupaten" in shown
    assert f'<option value="{kampung.village_id}"' in shown
    entry = {"name": "Puskesmas Tanjung", "kind": "puskesmas", "instansi": "puskesmas"}

    nothing = browser.post(page, entry)
    foreign = browser.post(page, entry | {"areas": ["92.41"]})
    browser.post(page, entry | {"areas": ["91.37.01"], "villages": [kampung.village_id]})

    assert "Pilih sedikitnya satu wilayah" in nothing.content.decode()
    assert foreign.status_code == 422
    made = Mitra.objects.get()
    assert made.codes == ("91.37.01", kampung.village_id)
    edit = browser.get(f"/mitra/lembaga/{made.pk}/ubah/").content.decode()
    assert f'<option value="{kampung.village_id}" selected' in edit
    assert edit.count(" checked") == 1


def test_an_item_of_the_rkm_and_its_commitment_name_each_other(
    dinkes: Mitra, tuti: User, joko: User, darma: User, kampung: KampungKB, as_user: Browser
) -> None:
    item = make_item(make_rkm(kampung), name="Kelas ibu hamil")
    made = make_commitment(dinkes, kampung, rkm_item=item, title="Narasumber")
    of_item = f"/kampung/{kampung.pk}/rkm/{item.rkm.year}/{item.pk}/"

    assert of_item in as_user(darma).get(f"/mitra/komitmen/{made.pk}/").content.decode()
    for who, is_shown in ((darma, True), (tuti, True), (joko, False)):
        page = as_user(who).get(of_item).content.decode()
        assert (f"/mitra/komitmen/{made.pk}/" in page) == is_shown, who


def test_a_partner_counts_its_own_and_the_office_all(
    dinkes: Mitra, kebun: Mitra, tuti: User, darma: User, kampung: KampungKB, as_user: Browser
) -> None:
    today = local_now("91.37").date()
    period = {"starts_on": today, "ends_on": today}
    make_commitment(dinkes, kampung, **period)
    make_commitment(kebun, kampung, **period)

    def told(who: User) -> str:
        page = as_user(who).get("/mitra/91.37/").content.decode()
        return page.partition('data-figure="komitmen">')[2].partition("<")[0]

    assert (told(darma), told(tuti)) == ("2", "1")


def test_the_budget_says_whose_commitments_it_counts(
    as_user: Browser, darma: User, tuti: User, dinkes: Mitra, kampung: KampungKB
) -> None:
    make_commitment(dinkes, kampung, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    own = "komitmen mitra lain tidak dihitung di sini"

    assert own in as_user(tuti).get("/mitra/91.37/anggaran/").content.decode()
    assert own not in as_user(darma).get("/mitra/91.37/anggaran/").content.decode()
