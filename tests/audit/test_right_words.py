"""Who, whom and what: no code words, no bare numbers where a name may be known."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts import actions
from naikkelas.accounts.actions import signing_in
from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.actions import clear_setting, put_setting
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record, record_view
from naikkelas.audit.models import Event
from naikkelas.audit.presenters import told
from naikkelas.audit.queries import Wanted, trail_for
from naikkelas.exchange.models import BatchState, ImportBatch
from tests.people import make_area, make_user

pytestmark = pytest.mark.django_db


def newest(verb: str) -> Event:
    return Event.objects.filter(verb=verb).latest("at", "id")


def sentence(verb: str, reader: User) -> str:
    return told([newest(verb)], reader)[0].sentence


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def tuti(sukamaju: Area) -> User:
    return User.objects.create_user("tuti", name="Bu Tuti")


def test_who_was_appointed_and_who_left_are_named(darma: User, sari: User, tuti: User) -> None:
    holding = actions.appoint(tuti, sari.holdings.get().post, by=darma)
    actions.end_holding(holding, by=darma)

    assert sentence("post.appoint", darma) == "mengangkat Bu Tuti menjadi PKB/PLKB (91.37.01.2001)"
    assert "mengakhiri jabatan Bu Tuti sebagai" in sentence("post.leave", darma)


def test_a_hand_over_tells_from_whom_to_whom(darma: User, sari: User, tuti: User) -> None:
    actions.hand_over(sari.holdings.get().post, to=tuti, by=darma, overlap=timedelta(days=7))

    (change,) = told([newest("post.hand_over")], darma)[0].changes

    assert (change.label, change.before, change.after) == ("Pemegang", "Sari", "Bu Tuti")


def test_who_may_not_know_names_reads_account_numbers(darma: User, sari: User, tuti: User) -> None:
    auditor = make_user("audit", "Bu Ayu", Role.AUDITOR, Area.objects.get(pk="91.37"))
    actions.hand_over(sari.holdings.get().post, to=tuti, by=darma)

    (change,) = told([newest("post.hand_over")], auditor)[0].changes

    assert (change.before, change.after) == (f"akun nomor {sari.pk}", f"akun nomor {tuti.pk}")


def test_a_new_post_is_told_by_its_label(darma: User) -> None:
    actions.open_post(Role.FIELD, [Area.objects.get(pk="91.37.01.2001")], by=darma)

    changes = told([newest("post.open")], darma)[0].changes

    words = {(one.label, one.after) for one in changes}
    assert words == {("Jabatan", "PKB/PLKB"), ("Wilayah", "91.37.01.2001")}


def test_ways_in_and_contacts_are_told_in_indonesian(darma: User) -> None:
    signing_in.sign_in(darma, how="password+totp")
    signing_in.change_contact(darma, email="darma@contoh.id", phone="+6281234567837", by=darma)
    signing_in.note_change(darma, "mfa/email/webauthn_added")

    assert sentence("account.sign_in", darma) == "masuk (kata sandi dan kode aplikasi)"
    contact = sentence("account.contact_changed", darma)
    assert contact == "mengubah kontaknya (alamat surel, nomor telepon)"
    assert sentence("account.factor_added", darma) == "menambah langkah kedua (passkey)"


def test_signing_out_without_a_reason_leaves_no_hole_in_the_sentence(darma: User) -> None:
    signing_in.sign_out(darma, "kunci")
    assert sentence("account.sign_out", darma) == "keluar"

    signing_in.sign_out(darma, "kunci", why="PIN salah")
    assert sentence("account.sign_out", darma) == "keluar (PIN salah)"


def test_whose_data_were_looked_at_is_told(darma: User, sari: User) -> None:
    record_view(sari, "phone", by=darma, kabupaten="91.37", label="nomor telepon")

    assert sentence("personal.view", darma) == "melihat data pribadi: nomor telepon (akun Sari)"


def test_a_snapshot_is_told_by_the_name_of_its_area(darma: User) -> None:
    record("classification.snapshot", Area.objects.get(pk="91.37"), by=darma, kabupaten="91.37")

    words = sentence("classification.snapshot", darma)
    assert words == "menyimpan potret klasifikasi Kabupaten Uji (91.37)"


# Whose trail it is ------------------------------------------------------------------------------


def test_a_reader_of_a_province_sees_what_was_done_to_the_province_itself(darma: User) -> None:
    province = Area.objects.get(pk="91")
    auditor = make_user("audit", "Bu Ayu", Role.AUDITOR, province)
    there = make_user("edi", "Pak Edi", Role.OPERATOR, province)
    elsewhere = make_user("udin", "Pak Udin", Role.OPERATOR, make_area("92", "Provinsi lain"))
    actions.open_post(Role.OPERATOR, [province], by=there)
    actions.open_post(Role.OPERATOR, [Area.objects.get(pk="91.37")], by=darma)
    actions.open_post(Role.OPERATOR, [Area.objects.get(pk="92")], by=elsewhere)

    seen = trail_for(auditor, Wanted(verb="post.open"))

    assert sorted(event.actor_id for event in seen) == sorted([there.pk, darma.pk])
    assert not trail_for(darma, Wanted(verb="post.open")).filter(actor_id=there.pk).exists()


def test_a_reader_of_the_nation_sees_all_of_it(darma: User) -> None:
    auditor = make_user("audit", "Bu Ayu", Role.AUDITOR, None)
    actions.open_post(Role.NATION, [None], by=system_user())
    actions.open_post(Role.FIELD, [Area.objects.get(pk="91.37.01.2001")], by=darma)

    assert trail_for(auditor, Wanted(verb="post.open")).count() == 2
    page = signed_in(auditor).get("/jejak/").content.decode()
    assert "membuka jabatan Pusat (nasional)" in page


# History beside the thing -----------------------------------------------------------------------


def test_the_page_of_a_post_tells_its_history(darma: User, sari: User, tuti: User) -> None:
    post = sari.holdings.get().post
    actions.hand_over(post, to=tuti, by=darma)
    actions.invite(post, name="Bu Ani", login_name="ani", by=darma)

    page = signed_in(darma).get(f"/orang/{post.pk}/").content.decode()

    assert "Riwayat perubahan" in page
    assert "menyerahkan jabatan PKB/PLKB (91.37.01.2001)" in page
    assert "mengundang seseorang menjadi PKB/PLKB" in page
    assert f"/jejak/accounts.post/{post.pk}/" in page


def test_a_pkb_sees_the_history_of_a_pokja_post_but_not_the_whole_trail(sari: User) -> None:
    post = actions.open_post(Role.POKJA, [Area.objects.get(pk="91.37.01.2001")], by=sari)

    page = signed_in(sari).get(f"/orang/{post.pk}/").content.decode()

    assert "membuka jabatan Anggota Pokja (91.37.01.2001)" in page
    assert "/jejak/" not in page


def test_the_page_of_an_import_tells_its_history(darma: User) -> None:
    batch = ImportBatch.objects.create(
        area_code="91.37",
        state=BatchState.READY,
        content_sha256="0" * 64,
        uploaded_by=darma.pk,
        uploaded_at=timezone.now(),
        file_names=["profil.csv"],
    )
    record("import.upload", batch, by=darma, kabupaten="91.37", files="profil.csv")

    page = signed_in(darma).get(f"/impor/{batch.pk}/").content.decode()

    assert "Riwayat perubahan" in page
    assert "mengunggah profil.csv untuk diperiksa" in page


def test_the_page_of_the_settings_tells_their_history(darma: User) -> None:
    put_setting("91.37", "office_name", "Dinas Uji", by=darma)
    clear_setting("91.37", "office_name", by=darma)

    page = signed_in(darma).get(reverse("areas:settings")).content.decode()

    assert "Riwayat perubahan" in page
    assert page.count("Pak Darma, Operator kabupaten 91.37") >= 2
    assert "mengembalikan pengaturan" in page
