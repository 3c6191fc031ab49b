"""A NIP has 18 digits; nothing else is kept under its name, least of all a NIK."""

from pathlib import Path
from typing import Any

import pytest

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange import actions, queries
from naikkelas.exchange.rules import raw
from naikkelas.registry.models import Profil
from tests.exchange.conftest import KAMPUNG, PROFIL, Import, only, write_rows

NIK = "6301011203900001"


def profil(nip: str) -> dict[str, Any]:
    return PROFIL | {"plkb_ada": "ya", "plkb_nip": nip}


@pytest.mark.parametrize(
    "written", ["199001012020121001", "19900101 202012 1 001", "19900101\u00a02020121001 "]
)
def test_a_nip_in_groups_is_the_same_nip(load: Import, written: str) -> None:
    outcome = load(kampung=[KAMPUNG], profil=[profil(written)])

    assert outcome.findings.is_empty()
    assert Profil.objects.get().plkb_nip == "199001012020121001"


@pytest.mark.parametrize("as_reported", [False, True])
@pytest.mark.parametrize("written", ["abc", "12345", "1990010120201210011", "8" * 40])
def test_what_is_no_nip_is_left_out_and_told_while_the_figures_are_kept(
    load: Import, written: str, as_reported: bool
) -> None:
    outcome = load(kampung=[KAMPUNG], profil=[profil(written)], as_reported=as_reported)

    told = only(outcome, "bukan_nip")
    assert (told["row"], told["column"], told["severity"]) == (2, "plkb_nip", "periksa")
    assert "bukan 18 angka" in told["message"]
    assert (Profil.objects.get().plkb_nip, Profil.objects.get().pokja_anggota) == ("", 13)


@pytest.mark.parametrize("as_reported", [False, True])
@pytest.mark.parametrize("written", [NIK, "630101 120390 0001", f"NIK {NIK}"])
def test_a_nik_is_named_and_stored_nowhere(
    load: Import, written: str, as_reported: bool, tmp_path: Path
) -> None:
    outcome = load(kampung=[KAMPUNG], profil=[profil(written)], as_reported=as_reported)

    assert "tampaknya NIK" in only(outcome, "nik")["message"]
    assert Profil.objects.get().plkb_nip == ""
    assert NIK not in outcome.findings.write_csv()


def test_a_nik_is_not_kept_for_the_marked_workbook(uji: Area, darma: User, tmp_path: Path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = write_rows(tmp_path / "profil.csv", [profil(NIK), profil("199001012020121001")])
    upload = SimpleUploadedFile("profil.csv", file.read_bytes())

    batch = actions.check(actions.upload([upload], "91.37", darma))

    (table,) = raw.kept(queries.folder_of(batch))
    assert table.whole()["plkb_nip"].to_list() == [None, "199001012020121001"]
