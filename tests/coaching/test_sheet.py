"""What a mentor writes down is read once, and says what is wrong with it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naikkelas.coaching.rules.followups import Patience, called_in, verdict
from naikkelas.coaching.rules.sheet import OWNERS, UnfitSheet, read_sheet

TODAY = date(2026, 3, 17)
STEP = str(UUID(int=37))


def told(**more: Any) -> dict[str, Any]:
    return {"day": "2026-03-11", "kind": "lapangan", **more}


def test_a_whole_sheet_is_read() -> None:
    sheet = read_sheet(
        told(
            arrived="09:10",
            left="11:40",
            notes="Rapat\ndi balai desa",
            next_on="2026-04-15",
            checks=[{"sort": "langkah", "key": STEP, "words": "Latih Pokja", "answer": "sesuai"}],
            findings=[{"text": "Buku tamu kosong"}],
            followups=[{"what": "Isi buku tamu", "owner": "pokja", "due_on": "2026-03-25"}],
            signers=["sekretaris", "ketua"],
        ),
        TODAY,
    )

    assert sheet.checks[0].row == UUID(STEP)
    assert sheet.notes == "Rapat\ndi balai desa"
    assert sheet.followups[0].due_on == date(2026, 3, 25)
    assert sheet.signers == ("ketua", "sekretaris")


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"day": "2026-03-18"}, "day"),
        ({"day": "kemarin"}, "day"),
        ({"day": date(1, 1, 1)}, "day"),
        ({"day": 37}, "day"),
        ({"kind": "telepati"}, "kind"),
        ({"arrived": "11:00", "left": "09:00"}, "left"),
        ({"next_on": "2026-03-11"}, "next_on"),
        ({"signers": ["bupati"]}, "signers"),
        ({"checks": "semua"}, "checks"),
        ({"checks": [{"sort": "langkah", "key": "x", "words": "y", "answer": "sesuai"}]}, "checks"),
        ({"checks": [{"sort": "indikator", "key": "a", "words": "", "answer": "belum"}]}, "checks"),
        ({"findings": [{"text": " "}]}, "findings"),
        ({"findings": [{"text": "x" * 501}]}, "text"),
        ({"followups": [{"what": "a", "owner": "rt", "due_on": "2026-03-25"}]}, "followups"),
        ({"followups": [{"what": "a", "owner": "skpd", "due_on": "2026-03-25"}]}, "followups"),
        ({"followups": [{"what": "a", "owner": "desa", "due_on": "2026-03-10"}]}, "followups"),
        ({"followups": [{"what": "a", "owner": "desa"}]}, "followups"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(more: dict[str, Any], column: str) -> None:
    with pytest.raises(UnfitSheet) as caught:
        read_sheet(told(**more), TODAY)

    assert caught.value.column == column


def test_the_same_thing_is_not_checked_twice() -> None:
    line = {"sort": "indikator", "key": "cpr", "words": "CPR", "answer": "belum"}

    with pytest.raises(UnfitSheet):
        read_sheet(told(checks=[line, line]), TODAY)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
_NAMES = st.sampled_from(
    ["day", "kind", "arrived", "left", "notes", "next_on", "checks", "findings", "followups"]
)


@settings(max_examples=40)
@given(st.dictionaries(_NAMES, _JSON))
def test_whatever_a_phone_sends_is_read_or_refused_in_words(sent: dict[str, Any]) -> None:
    said = ""
    try:
        read_sheet(told(**sent), TODAY)
    except UnfitSheet as unfit:
        said = str(unfit)

    assert not said or said.endswith(".")


_DAYS = st.integers(-400, 400)


@given(st.sampled_from(OWNERS), _DAYS, st.integers(1, 60), st.integers(1, 60))
def test_a_desk_is_called_in_once_and_only_upward(
    owner: str, late: int, first: int, gap: int
) -> None:
    patience = Patience(first, first + gap)
    due = TODAY - timedelta(days=late)
    called: list[str] = []
    while desk := called_in(owner, due, called[-1] if called else "", TODAY, patience):
        called.append(desk)

    assert called in ([], ["kecamatan"], ["kabupaten"], ["kecamatan", "kabupaten"])
    assert bool(called) <= (late > first)
    assert ("kabupaten" in called) == (late > patience.kabupaten and owner != "kabupaten")


@pytest.mark.parametrize(
    ("answer", "late", "worked"),
    [
        ("sesuai", -3, True),
        ("sesuai", 3, True),
        ("belum", 3, False),
        ("belum", 0, None),
        ("tidak_diperiksa", 37, None),
    ],
)
def test_a_check_teaches_only_what_it_shows(answer: str, late: int, worked: bool | None) -> None:
    assert verdict(answer, TODAY, TODAY + timedelta(days=late)) is worked
