"""The screens for posts and people."""

import re

import pytest
from django.test import Client

from naikkelas.accounts.models import Holding, Partner, Post, Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.actors import Act
from tests.people import PASSWORD, make_area, make_user

pytestmark = pytest.mark.django_db

VILLAGE = "91.37.01.2001"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def link_in(page: str) -> str:
    found = re.search(r'value="http://testserver(/undangan/[^"]+)"', page)
    assert found
    return found.group(1)


def open_post(client: Client, role: str, areas: str, **more: str) -> int:
    answer = client.post("/orang/baru/", {"role": role, "areas": areas, **more})
    assert answer.status_code == 302, answer.content.decode()
    return int(answer.headers["Location"].strip("/").split("/")[-1])


def test_a_pkb_invites_a_pokja_and_she_opens_her_account(sari: User) -> None:
    browser = signed_in(sari)
    pk = open_post(browser, Role.POKJA_CHAIR, VILLAGE)
    sent = browser.post(
        f"/orang/{pk}/undang/", {"name": "Bu Ani", "login_name": "0812 3456 7837"}
    ).content.decode()

    visitor = Client()
    welcome = visitor.get(link_in(sent)).content.decode()
    done = visitor.post(link_in(sent), {"password": PASSWORD, "again": PASSWORD})

    assert "Sari" in welcome
    assert "Ketua Pokja" in welcome
    assert done.headers["Location"] == "/masuk/"
    ani = User.objects.get(phone="+6281234567837")
    assert ani.scopes == (VILLAGE,)
    assert ani.can(Act.SEND)


def test_a_spent_link_says_so_and_what_to_do(sari: User) -> None:
    browser = signed_in(sari)
    pk = open_post(browser, Role.POKJA_CHAIR, VILLAGE)
    page = browser.post(f"/orang/{pk}/undang/", {"name": "Ani", "login_name": "ani"})
    link = link_in(page.content.decode())
    Client().post(link, {"password": PASSWORD, "again": PASSWORD})

    answer = Client().get(link)

    assert answer.status_code == 404
    assert "Minta undangan baru" in answer.content.decode()


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [("pendek", "pendek", "12"), (PASSWORD, "lain-sama-sekali-37", "sama dua kali")],
)
def test_a_password_that_does_not_do_is_said_beside_its_field(
    sari: User, password: str, again: str, words: str
) -> None:
    browser = signed_in(sari)
    pk = open_post(browser, Role.POKJA, VILLAGE)
    page = browser.post(f"/orang/{pk}/undang/", {"name": "Ani", "login_name": "ani"})

    answer = Client().post(link_in(page.content.decode()), {"password": password, "again": again})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.filter(username="ani").exists()


def test_the_operator_hands_a_post_over_by_the_login_name(darma: User, sari: User) -> None:
    User.objects.create_user("tuti", name="Bu Tuti")
    post = sari.holdings.get().post

    answer = signed_in(darma).post(f"/orang/{post.pk}/serahkan/", {"to": "tuti", "overlap": "0"})

    assert answer.status_code == 302
    assert User.objects.get(username="tuti").scopes == (VILLAGE,)
    assert User.objects.get(pk=sari.pk).scopes == ()


def test_an_unknown_successor_is_said_beside_the_field(darma: User, sari: User) -> None:
    post = sari.holdings.get().post

    answer = signed_in(darma).post(f"/orang/{post.pk}/serahkan/", {"to": "tak-ada", "overlap": "0"})

    assert answer.status_code == 422
    assert "Tidak ada akun aktif" in answer.content.decode()


def test_ending_the_last_holding_asks_whether_it_may_stand_empty(darma: User, sari: User) -> None:
    holding = sari.holdings.get()
    browser, url = signed_in(darma), f"/orang/{holding.post_id}/akhiri/{holding.pk}/"

    refused = browser.post(url, follow=True).content.decode()
    ended = browser.post(url, {"boleh_kosong": "1"}, follow=True).content.decode()

    assert "akan kosong" in refused
    assert "Jabatan ini kosong" in ended


def test_the_list_names_vacant_posts_first_and_finds_people_and_areas(
    darma: User, sari: User
) -> None:
    browser = signed_in(darma)
    open_post(browser, Role.DISTRICT, "91.37.01")

    rows = re.findall(r'class="row-link"[^>]*>([^<]+)<', browser.get("/orang/").content.decode())
    found = browser.get("/orang/?cari=sari").content.decode()
    by_area = browser.get("/orang/?cari=Tanjung").content.decode()

    assert rows[0] == "Kecamatan"
    assert "Sari" in found
    assert "PKB/PLKB" in found
    assert "Operator" not in re.findall(r"<tbody>.*</tbody>", found, re.S)[0]
    assert "Tanjung" in by_area


def test_posts_elsewhere_are_not_found(darma: User, wayan: User) -> None:
    browser, post = signed_in(darma), wayan.holdings.get().post

    assert browser.get(f"/orang/{post.pk}/").status_code == 404
    assert "Wayan" not in browser.get("/orang/").content.decode()
    for verb in ("undang", "serahkan", "wilayah", "tutup"):
        assert browser.post(f"/orang/{post.pk}/{verb}/").status_code == 404
    assert browser.post(f"/orang/akun/{wayan.pk}/").status_code == 404


def test_a_pkb_cannot_open_the_post_of_an_operator(sari: User) -> None:
    answer = signed_in(sari).post("/orang/baru/", {"role": Role.OPERATOR, "areas": "91.37"})

    assert answer.status_code == 422
    assert not Post.objects.filter(role=Role.OPERATOR).exists()


@pytest.mark.parametrize("areas", ["", "63.01", "bukan kode", "92.41.03.2007"])
def test_an_area_that_is_unknown_or_elsewhere_is_refused(
    darma: User, wayan: User, areas: str
) -> None:
    answer = signed_in(darma).post("/orang/baru/", {"role": Role.FIELD, "areas": areas})

    assert answer.status_code == 422


def test_the_post_of_a_partner_names_it(darma: User) -> None:
    browser = signed_in(darma)
    pk = open_post(browser, Role.PARTNER, "91.37", partner="Dinas Sosial", partner_kind="skpd")

    assert "Dinas Sosial" in browser.get(f"/orang/{pk}/").content.decode()
    answer = browser.post("/orang/baru/", {"role": Role.PARTNER, "areas": "91.37"})
    assert answer.status_code == 422


def test_the_list_costs_the_same_for_one_post_and_for_thirty(
    darma: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = signed_in(darma)
    browser.get("/orang/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/orang/")
    for number in range(29):
        village = make_area(f"91.37.01.2{number + 100:03d}", f"Desa {number}")
        make_user(f"pokja{number}", f"Pokja {number}", Role.POKJA, village)
    with CaptureQueriesContext(connection) as thirty:
        browser.get("/orang/")

    assert len(one) == len(thirty)


def test_an_account_that_was_shut_out_can_be_opened_again(darma: User, sari: User) -> None:
    browser = signed_in(darma)
    browser.post(f"/orang/akun/{sari.pk}/", {"boleh_kosong": "1"})
    assert not User.objects.get(pk=sari.pk).is_active

    browser.post(f"/orang/akun/{sari.pk}/", {"aktifkan": "1"})

    assert User.objects.get(pk=sari.pk).is_active
    assert not Holding.objects.filter(user=sari, until__isnull=True).exists()


def test_an_operator_makes_a_link_for_a_new_password(darma: User, sari: User) -> None:
    page = signed_in(darma).post(f"/orang/akun/{sari.pk}/sandi/").content.decode()
    link = re.findall(r'value="http://testserver([^"]+)"', page)[0]

    answer = Client().get(link, follow=True)

    assert answer.status_code == 200
    assert "Kata sandi baru" in answer.content.decode()


def test_nobody_resets_their_own_or_a_strangers_sign_in(
    darma: User, sari: User, wayan: User
) -> None:
    for verb in ("sandi", "langkah-kedua"):
        assert signed_in(darma).post(f"/orang/akun/{darma.pk}/{verb}/").status_code == 404
        assert signed_in(darma).post(f"/orang/akun/{wayan.pk}/{verb}/").status_code == 404
        assert signed_in(sari).post(f"/orang/akun/{darma.pk}/{verb}/").status_code == 404


def test_a_lost_phone_is_taken_from_the_account(darma: User, sari: User) -> None:
    answer = signed_in(darma).post(f"/orang/akun/{sari.pk}/langkah-kedua/", follow=True)

    assert "sudah dihapus" in answer.content.decode()
    assert Event.objects.filter(verb="account.factors_reset", subject_id=str(sari.pk)).exists()


def test_the_table_of_rights_is_that_of_the_policy(sari: User) -> None:
    page = signed_in(sari).get("/hak-akses/").content.decode()

    assert "memeriksa laporan sebagai PKB/PLKB" in page
    assert "PKB/PLKB (Anda)" in page
    assert Area.objects.filter(pk=VILLAGE).exists()


def test_the_page_of_an_invitation_does_not_tell_who_has_an_account(
    sari: User, wayan: User
) -> None:
    browser = signed_in(sari)
    pk = open_post(browser, Role.POKJA_CHAIR, VILLAGE)
    pages = []
    for login in ("wayan", "wayah"):
        sent = browser.post(f"/orang/{pk}/undang/", {"name": "Orang", "login_name": login})
        link = link_in(sent.content.decode())
        for reader in (Client(), browser):
            page = reader.get(link).content.decode()
            plain = re.sub(r'[A-Za-z0-9_-]{43,64}|nonce="[^"]+"|\d+', "", page)
            pages.append(plain.replace(login, "NAMA"))

    assert pages[0] == pages[2]
    assert pages[1] == pages[3]
    assert "Masuk dahulu" in pages[0]


def test_who_has_an_account_accepts_with_it_after_signing_in(sari: User, wayan: User) -> None:
    browser = signed_in(sari)
    pk = open_post(browser, Role.POKJA_CHAIR, VILLAGE)
    sent = browser.post(f"/orang/{pk}/undang/", {"name": "Wayan", "login_name": "wayan"})
    link = link_in(sent.content.decode())

    refused = Client().post(link, {"password": PASSWORD, "again": PASSWORD})
    signed_in(wayan).post(link)

    assert refused.status_code == 422
    assert "Masuk dahulu dengan akun itu" in refused.content.decode()
    roles = {seat.role for seat in User.objects.get(pk=wayan.pk).posts}
    assert roles == {Role.FIELD, Role.POKJA_CHAIR}


def test_a_partner_put_down_on_the_way_stands_in_the_trail_or_nowhere(darma: User) -> None:
    browser = signed_in(darma)
    partner = {"partner": "Dinas Uji", "partner_kind": "skpd"}

    browser.post("/orang/baru/", {"role": Role.FIELD, "areas": VILLAGE, **partner})
    assert not Partner.objects.exists()

    open_post(browser, Role.PARTNER, "91.37", **partner)
    assert Event.objects.get(verb="partner.add").data["name"] == "Dinas Uji"


def test_who_is_shut_out_leaves_no_invitation_behind(darma: User, sari: User) -> None:
    browser = signed_in(sari)
    pk = open_post(browser, Role.POKJA_CHAIR, VILLAGE)
    sent = browser.post(f"/orang/{pk}/undang/", {"name": "Kaki", "login_name": "kakitangan"})

    signed_in(darma).post(f"/orang/akun/{sari.pk}/", {"boleh_kosong": "1"})

    assert not User.objects.get(pk=sari.pk).is_active
    assert Client().get(link_in(sent.content.decode())).status_code == 404
