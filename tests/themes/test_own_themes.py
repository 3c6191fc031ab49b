"""A kabupaten's own theme: written on screen, published for ever, answered like any other."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts.models import Role, User
from naikkelas.audit.models import Event
from naikkelas.instruments.errors import InvalidDefinition
from naikkelas.instruments.models import PublishedInstrument
from naikkelas.instruments.rules import load
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from naikkelas.themes.actions import answering, keeping, membership
from naikkelas.themes.errors import CodeTaken, UnfitEntry, UnknownTheme
from naikkelas.themes.models import ThemeEdition
from naikkelas.themes.queries.catalogue import catalogue_of
from naikkelas.themes.queries.pages import themes_of
from naikkelas.themes.rules.writing import Head, Question, questions_of, slug, toml_of
from tests.instruments.test_criteria import YES_NO
from tests.people import make_kampung, make_user

NELAYAN = keeping.Told("Kampung Nelayan", "Dinas Perikanan", "Dinas Perikanan")
LINES = ("Ada kelompok nelayan", "", "Tidak ada pekerja anak.", "Ada kelompok nelayan")
needs_database = pytest.mark.django_db


@pytest.fixture
def kampung(sukamaju: object) -> KampungKB:
    return make_kampung("91.37.01.2001")


@needs_database
def test_an_own_theme_is_published_joined_answered_and_counted(
    kampung: KampungKB, darma: User, sari: User
) -> None:
    edition = keeping.add("91.37", NELAYAN, lines=LINES, by=darma)

    assert (edition.code, edition.number, edition.status) == ("kampung-nelayan", 1, "sendiri")
    assert edition.instrument == "tema-91-37-kampung-nelayan"
    codes = [one.code for one in load(PublishedInstrument.objects.get().text).indicators]
    assert codes == ["k_kampung_nelayan_1", "tanpa_pekerja_anak"], "shared words, shared question"
    membership.join(kampung, "kampung-nelayan", by=darma)
    answering.answer(kampung, {"tanpa_pekerja_anak": 1.0, "k_kampung_nelayan_1": 0.0}, by=sari)
    (carried,) = themes_of(kampung).carried
    assert (carried.tally.met, carried.tally.unmet, carried.theme.is_own) == (1, 1, True)
    assert "kampung-nelayan" not in catalogue_of("92.41").themes
    assert Event.objects.filter(verb="theme.save").count() == 1


@needs_database
def test_another_edition_changes_words_and_closing_takes_it_out(
    kampung: KampungKB, darma: User
) -> None:
    keeping.add("91.37", NELAYAN, lines=LINES, by=darma)
    told = keeping.Told("Kampung Nelayan Maju", "Dinas Perikanan", "DKP", levels=("Muda", "Madya"))

    keeping.change("91.37", "kampung-nelayan", told, by=darma)
    theme = catalogue_of("91.37").themes["kampung-nelayan"]
    keeping.change("91.37", "kampung-nelayan", told, is_closed=True, by=darma)

    assert (theme.name, theme.levels) == ("Kampung Nelayan Maju", ("Muda", "Madya"))
    assert "kampung-nelayan" not in catalogue_of("91.37").themes
    assert "kampung-nelayan" in catalogue_of("91.37", closed=True).themes
    assert ThemeEdition.objects.count() == 3
    keeping.change("91.37", "drppa", told, by=darma)
    assert catalogue_of("91.37").themes["drppa"].skpd == "DKP"
    assert not catalogue_of("91.37").themes["drppa"].is_own


@needs_database
def test_what_cannot_be_kept_is_refused_without_a_trace(darma: User, sari: User) -> None:
    with pytest.raises(NotYours):
        keeping.add("91.37", NELAYAN, lines=LINES, by=sari)
    with pytest.raises(NotYours):
        keeping.add("92.41", NELAYAN, lines=LINES, by=darma)
    with pytest.raises(UnfitEntry):
        keeping.add("91.37", NELAYAN, lines=["  "], by=darma)
    with pytest.raises(CodeTaken):
        keeping.add("91.37", keeping.Told("DRPPA", "a", "b"), lines=LINES, by=darma)
    with pytest.raises(CodeTaken):
        keeping.add("91.37", keeping.Told("Matriks", "a", "b"), lines=LINES, by=darma)
    with pytest.raises(InvalidDefinition):
        keeping.add("91.37", NELAYAN, text="bukan = toml = ini", by=darma)
    with pytest.raises(UnknownTheme):
        keeping.change("91.37", "tidak-ada", NELAYAN, by=darma)

    assert not ThemeEdition.objects.exists()
    assert not PublishedInstrument.objects.filter(pk__startswith="tema-91").exists()


@needs_database
def test_an_operator_adds_one_on_screen_or_from_a_file(darma: User, client: Client) -> None:
    client.force_login(darma)
    entry = {"name": "Kampung Kopi", "body": "Disbun", "skpd": "Disbun"}
    assert client.post("/tema/baru/", entry).status_code == 422
    client.post("/tema/baru/", entry | {"criteria": "Ada kelompok tani kopi"})
    text = YES_NO.replace("tema-uji-1", "tema-91-37-posko-1").encode()
    client.post(
        "/tema/baru/", entry | {"name": "Kampung Posko", "file": SimpleUploadedFile("a.toml", text)}
    )
    broken = SimpleUploadedFile("b.toml", b"\xff\xfe")
    assert client.post("/tema/baru/", entry | {"name": "X", "file": broken}).status_code == 422

    page = client.get("/tema/").content.decode()
    assert "Kampung Kopi" in page
    assert "Kampung Posko" in page
    client.post("/tema/kampung-kopi/ubah/", entry | {"is_closed": "on"})
    used, _, given_up = client.get("/tema/").content.decode().partition("Tidak dipakai lagi")
    assert "Kampung Kopi" not in used
    assert "Kampung Kopi" in given_up


@needs_database
def test_a_kecamatan_keeps_no_themes(kampung: KampungKB, client: Client) -> None:
    client.force_login(make_user("camat", "Bu Camat", Role.DISTRICT, kampung.village.parent))

    assert client.get("/tema/baru/").status_code == 404


@given(words=st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=6))
def test_whatever_is_written_gives_a_sound_instrument(words: list[str]) -> None:
    questions = questions_of("kampung-uji", words, {})
    if not questions:
        return
    head = Head("tema-91-37-kampung-uji", "Uji “ini”", "Perbup 1/2026", date(2026, 11, 26))

    found = load(toml_of(head, questions))

    assert [one.name for one in found.indicators] == [one.words for one in questions]
    assert len({one.code for one in questions}) == len(questions)


def test_same_words_are_the_same_question() -> None:
    known = {"Tidak ada pekerja anak": "tanpa_pekerja_anak"}

    found = questions_of("x", ["tidak ada  pekerja anak?"], known)

    assert found == [Question("tanpa_pekerja_anak", "tidak ada pekerja anak?")]
    assert slug("Desa Æther 3!") == "desa-ther-3"
