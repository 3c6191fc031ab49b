"""Forms on paper: the same questions as on screen, in the same order, and nobody's name."""

import re
from datetime import date

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.activities.rules.reporting import ACTIVITY
from naikkelas.areas.models import Area
from naikkelas.registry import queries
from naikkelas.registry.forms import ReportForm
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import paper
from naikkelas.registry.rules.paper import Room
from naikkelas.registry.rules.schema import FORMS, REPORTS, Form
from tests.people import make_kampung, make_report

CODES = [form.code for form in REPORTS]


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _columns(page: str) -> list[str]:
    return re.findall(r'data-column="(\w+)"', page)


def _on_screen(form: Form, kampung: KampungKB) -> list[tuple[str, list[str]]]:
    """The sections of the screen with their columns, in order."""
    screen = ReportForm(form, queries.around(kampung, form), year=2025, month=7)
    return [
        (
            section.name,
            [one.bound.name for one in section.asked]
            + [cell.name for row in section.age_rows for cell in (row.men, row.women)],
        )
        for section in screen.sections()
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_the_paper_asks_what_the_screen_asks_in_its_order(
    code: str, sari: User, kampung: KampungKB
) -> None:
    screen = _on_screen(FORMS[code], kampung)

    page = _signed_in(sari).get(f"/kampung/{kampung.pk}/lapor/{code}/kertas/")

    assert page.status_code == 200
    assert [(part.name, list(part.names)) for part in paper.parts(FORMS[code])] == screen
    assert _columns(page.content.decode()) == [name for _, names in screen for name in names]


@pytest.mark.django_db
def test_the_paper_of_an_activity_asks_what_its_form_asks(sari: User, kampung: KampungKB) -> None:
    page = _signed_in(sari).get(f"/kampung/{kampung.pk}/kegiatan/kertas/").content.decode()

    assert _columns(page) == [field.name for field in ACTIVITY.fields]
    assert "Lampiran: Kegiatan Inpres 3/2022" in page
    assert "<strong>1.a.01</strong>" in page


@pytest.mark.django_db
def test_the_last_figures_are_printed_when_asked_for(sari: User, kampung: KampungKB) -> None:
    make_report("kkbpk", kampung, date(2025, 6, 3), iud=1234)
    browser, url = _signed_in(sari), f"/kampung/{kampung.pk}/lapor/kkbpk/kertas/"

    assert "1.234" not in browser.get(url).content.decode()
    assert "terakhir: 1.234" in browser.get(url, {"isi": "1"}).content.decode()


@pytest.mark.django_db
def test_names_and_contacts_do_not_go_onto_paper(sari: User, kampung: KampungKB) -> None:
    personal = {"plkb_ada": True, "plkb_nama": "Nama Rahasia"}
    make_report("profil", kampung, date(2025, 6, 3), pokja_anggota=37, **personal)

    page = _signed_in(sari).get(f"/kampung/{kampung.pk}/lapor/profil/kertas/", {"isi": "1"})

    assert "terakhir: 37" in page.content.decode()
    assert "Nama Rahasia" not in page.content.decode()


@pytest.mark.django_db
def test_paper_is_for_who_reports_and_of_ones_own_kampung(
    sari: User, wayan: User, head: User, kampung: KampungKB
) -> None:
    for form in ("lapor/profil", "kegiatan"):
        url = f"/kampung/{kampung.pk}/{form}/kertas/"
        assert _signed_in(sari).get(url).status_code == 200
        assert _signed_in(wayan).get(url).status_code == 404
        assert _signed_in(head).get(url).status_code == 404
    unknown = f"/kampung/{kampung.pk}/lapor/sensus/kertas/"
    assert _signed_in(sari).get(unknown).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "size"), [("", "a4"), ("f4", "f4"), ("<script>", "a4")])
def test_the_paper_is_a4_or_folio(asked: str, size: str, sari: User, kampung: KampungKB) -> None:
    page = _signed_in(sari).get(f"/kampung/{kampung.pk}/lapor/kkbpk/kertas/", {"ukuran": asked})

    assert f'class="paper paper-{size}"' in page.content.decode()


def test_each_kind_of_answer_has_its_room() -> None:
    rooms = {one.name: one for part in paper.parts(FORMS["profil"]) for one in part.questions}

    assert rooms["pokja_ada"].room is Room.TICKS
    assert [choice.name for choice in rooms["pokja_ada"].choices] == ["Ya", "Tidak"]
    assert rooms["pokja_anggota"].room is Room.BOXES
    assert rooms["pokja_anggota"].only_if == "Isi bila “Pokja sudah dibentuk” dijawab ya."
    assert rooms["pengarah"].only_if.endswith("dijawab tidak.")
    assert rooms["sumber_dana"].is_many


def test_a_list_too_long_for_the_question_stands_in_the_annex() -> None:
    rooms = {one.name: one for part in paper.parts(ACTIVITY) for one in part.questions}

    assert (rooms["inpres_kegiatan"].room, rooms["inpres_kegiatan"].choices) == (Room.CODE, ())
    assert [annex.label for annex in paper.annexes(ACTIVITY)] == ["Kegiatan Inpres 3/2022"]
    assert paper.annexes(FORMS["kkbpk"]) == []
