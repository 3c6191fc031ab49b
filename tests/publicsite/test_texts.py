"""A text goes from a draft through the PKB to the public, and every version of it stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.publicsite.actions import texts as actions
from naikkelas.publicsite.errors import (
    OwnText,
    PageWordsExist,
    ReasonNeeded,
    TextChanged,
    TextElsewhere,
    UnfitText,
)
from naikkelas.publicsite.models import SiteText, SiteTextVersion, TextState
from naikkelas.publicsite.queries.sites import PublicSite
from tests.people import make_user
from tests.publicsite.making import PHONE, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari(sukamaju: Area) -> User:
    """Bu Sari, PKB of Sukamaju."""
    return make_user("sari-pkb", "Bu Sari", Role.FIELD, sukamaju)


def test_from_the_first_draft_to_the_public(
    reader: Client, site: PublicSite, budi: User, ani: User, sari: User
) -> None:
    text = actions.write(site.kampung, "kabar", "Panen raya", "Hasil **baik**.", by=budi)
    assert "Panen raya" not in reader.get(f"{site.url}kabar/").content.decode()

    actions.send(text, seen=1, by=ani)
    text = actions.publish(text, seen=1, by=sari)

    assert "Panen raya" in reader.get(f"{site.url}kabar/").content.decode()
    page = reader.get(f"{site.url}kabar/{text.pk}/").content.decode()
    assert "<strong>baik</strong>" in page
    assert [event.verb for event in Event.objects.filter(subject_id=str(text.pk))] == [
        "site_text.write",
        "site_text.send",
        "site_text.publish",
    ]


def test_a_new_version_waits_while_the_old_one_is_read(
    reader: Client, site: PublicSite, budi: User, ani: User, sari: User
) -> None:
    text = actions.write(site.kampung, "kabar", "Panen", "Satu.", by=budi)
    actions.send(text, seen=1, by=ani)
    actions.publish(text, seen=1, by=sari)

    actions.revise(text, "Panen", "Dua.", base=1, by=budi)

    page = reader.get(f"{site.url}kabar/{text.pk}/").content.decode()
    assert "Satu." in page
    assert "Dua." not in page


def test_a_withdrawn_text_is_gone_at_once_and_can_come_back(
    reader: Client, site: PublicSite, budi: User, ani: User, sari: User
) -> None:
    text = actions.write(site.kampung, "kabar", "Panen", "Satu.", by=budi)
    actions.send(text, seen=1, by=ani)
    actions.publish(text, seen=1, by=sari)
    assert reader.get(f"{site.url}kabar/{text.pk}/").status_code == 200

    actions.withdraw(text, note="Keliru tanggalnya", by=ani)

    assert reader.get(f"{site.url}kabar/{text.pk}/").status_code == 404
    assert actions.bring_back(text, by=ani).state == TextState.DRAFT


def test_what_a_pkb_saved_is_published_by_another(site: PublicSite, sari: User) -> None:
    text = actions.write(site.kampung, "kabar", "Panen", "Satu.", by=sari)
    actions.send(text, seen=1, by=sari)

    with pytest.raises(OwnText):
        actions.publish(text, seen=1, by=sari)


def test_returned_with_words(site: PublicSite, budi: User, ani: User, sari: User) -> None:
    text = actions.write(site.kampung, "kabar", "Panen", "Satu.", by=budi)
    actions.send(text, seen=1, by=ani)
    with pytest.raises(ReasonNeeded):
        actions.send_back(text, seen=1, note="  ", by=sari)

    text = actions.send_back(text, seen=1, note="Sebut harinya", by=sari)

    assert text.state == TextState.DRAFT
    assert text.changes.first().note == "Sebut harinya"  # type: ignore[union-attr]


def test_an_earlier_version_comes_back_as_a_new_one(site: PublicSite, budi: User) -> None:
    text = actions.write(site.kampung, "kabar", "Panen", "Satu.", by=budi)
    text = actions.revise(text, "Panen", "Dua.", base=1, by=budi)

    text = actions.restore(text, 1, base=2, by=budi)

    assert list(text.versions.values_list("number", "body", "restores")) == [
        (3, "Satu.", 1),
        (2, "Dua.", None),
        (1, "Satu.", None),
    ]


def test_of_two_who_write_at_once_the_second_is_told(site: PublicSite, budi: User) -> None:
    text = actions.write(site.kampung, "kabar", "Panen", "Satu.", by=budi)
    actions.revise(text, "Panen", "Dua.", base=1, by=budi)

    with pytest.raises(TextChanged):
        actions.revise(text, "Panen", "Tiga.", base=1, by=budi)


def test_a_retry_gives_the_first_text(site: PublicSite, budi: User) -> None:
    first = actions.write(site.kampung, "kabar", "Panen", "Satu.", by=budi)

    again = actions.write(site.kampung, "kabar", "Panen", "Satu.", by=budi, id=first.pk)

    assert again == first
    assert SiteText.objects.count() == 1


def test_a_page_has_one_text(site: PublicSite, budi: User) -> None:
    actions.write(site.kampung, "potensi", "Potensi", "Madu.", by=budi)

    with pytest.raises(PageWordsExist):
        actions.write(site.kampung, "potensi", "Potensi", "Ikan.", by=budi)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("", "Isi"),
        ("J" * 161, "Isi"),
        ("Judul", "  "),
        ("Judul", "x" * 20_001),
        ("Judul", "WA 0812-3456-7890"),
        ("NIK 6301051234560007", "Isi"),
    ],
)
def test_an_unfit_text_leaves_no_trace(site: PublicSite, budi: User, title: str, body: str) -> None:
    with pytest.raises(UnfitText):
        actions.write(site.kampung, "kabar", title, body, by=budi)

    assert not SiteText.objects.exists()
    assert not Event.objects.filter(verb="site_text.write").exists()


def test_each_step_is_somebodys(site: PublicSite, budi: User, ani: User) -> None:
    text = make_text(site.kampung)

    with pytest.raises(NotYours):
        actions.send(text, seen=1, by=budi)
    actions.send(text, seen=1, by=ani)
    with pytest.raises(NotYours):
        actions.publish(text, seen=1, by=ani)


def test_a_step_begins_where_the_text_stands(site: PublicSite, ani: User, sari: User) -> None:
    text = make_text(site.kampung)
    acts: tuple[Callable[[], object], ...] = (
        lambda: actions.publish(text, seen=1, by=sari),
        lambda: actions.bring_back(text, by=ani),
        lambda: actions.restore(text, 37, base=1, by=ani),
    )
    for act in acts:
        with pytest.raises(TextElsewhere):
            act()


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_keeps_every_version(site: PublicSite, how: str) -> None:
    make_text(site.kampung)
    rows = SiteTextVersion.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(number=7) if how == "update" else rows._raw_delete("default")


# On screen ---------------------------------------------------------------------------------------


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_volunteer_writes_previews_and_saves(site: PublicSite, budi: User) -> None:
    browser, url = signed_in(budi), f"/kampung/{site.kampung.pk}/situs/tulis/"
    told = {"kind": "kabar", "title": "Panen", "body": "## Hasil\n\n- padi\n- **ikan**"}

    preview = browser.post(url, told | {"pratinjau": "1"})
    assert (
        "<h3>Hasil</h3>" in preview.content.decode() or "<h2>Hasil</h2>" in preview.content.decode()
    )
    assert not SiteText.objects.exists()
    saved = browser.post(url, told, follow=True)

    assert "Tersimpan sebagai draf" in saved.content.decode()
    assert SiteText.objects.get().state == TextState.DRAFT


def test_the_preview_alone_is_answered_and_shows_what_could_not_be_saved(
    site: PublicSite, budi: User
) -> None:
    browser, url = signed_in(budi), f"/kampung/{site.kampung.pk}/situs/tulis/"
    told = {"kind": "kabar", "title": "", "body": "WA 0812-3456-7890, **panen** <script>"}

    part = browser.post(url, told | {"pratinjau": "1"}, headers={"hx-request": "true"})

    html = part.content.decode()
    assert part.status_code == 200
    assert "<form" not in html
    assert "<strong>panen</strong> &lt;script&gt;" in html
    assert not PHONE.search(html)
    assert not SiteText.objects.exists()


def test_a_saved_text_tells_the_browser_which_words_it_may_let_go(
    site: PublicSite, budi: User
) -> None:
    browser, url = signed_in(budi), f"/kampung/{site.kampung.pk}/situs/tulis/?jenis=profil"
    key = f"{budi.pk}.{site.kampung.pk}.profil"
    assert f'data-editor="{key}"' in browser.get(url).content.decode()

    told = {"kind": "profil", "title": "Cerita", "body": "Kampung di tepi sungai."}
    assert f'data-saved="{key}"' in browser.post(url, told, follow=True).content.decode()

    text = SiteText.objects.get()
    page = browser.get(f"/kampung/{site.kampung.pk}/situs/tulisan/{text.pk}/").content.decode()
    assert "data-saved" not in page


def test_the_way_on_screen(
    reader: Client, site: PublicSite, budi: User, ani: User, sari: User
) -> None:
    text = make_text(site.kampung, written_by=budi.pk)
    base = f"/kampung/{site.kampung.pk}/situs/tulisan/{text.pk}/"

    def step(who: User, name: str, **more: Any) -> None:
        answer = signed_in(who).post(f"{base}langkah/", {"langkah": name, "versi": 1, **more})
        assert answer.status_code == 302

    step(ani, "ajukan")
    assert "Panen raya" in signed_in(sari).get("/situs/menunggu/").content.decode()
    step(sari, "kembalikan", note="Tambah tanggal")
    step(ani, "ajukan")
    step(sari, "terbitkan")
    assert "Panen raya" in reader.get(f"{site.url}kabar/").content.decode()
    step(ani, "tarik", note="Keliru")
    step(ani, "bawa")
    assert signed_in(budi).get(base).status_code == 200
    assert signed_in(budi).get(f"/kampung/{site.kampung.pk}/situs/").status_code == 200


def test_a_refusal_is_said_beside_the_field(site: PublicSite, budi: User) -> None:
    answer = signed_in(budi).post(
        f"/kampung/{site.kampung.pk}/situs/tulis/",
        {"kind": "kabar", "title": "Panen", "body": "Hubungi 0812-3456-7890"},
    )

    assert answer.status_code == 422
    assert "Hapus NIK, nomor telepon" in answer.content.decode()


def test_every_refusal_has_words() -> None:
    for refusal in Refused.__subclasses__():
        assert refusal.sentence
