"""*Dilaporkan* counts every version, *terverifikasi* what was endorsed and is still backed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.actions import put_setting
from naikkelas.classification import queries
from naikkelas.classification.actions import refresh_month_ends, take_snapshots
from naikkelas.classification.models import AreaSummary, Basis, Snapshot
from naikkelas.config.cli import main
from naikkelas.registry.models import Evidence, KampungKB, State
from tests.people import make_kampung, make_report

PORTAL = "kampung-kb-2023"
CUTOFF = date(2025, 7, 31)
ENDORSED = datetime(2025, 8, 7, 3, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kampung(db: None) -> KampungKB:
    return make_kampung()


def profil(kampung: KampungKB, on: date, sources: str, endorsed_at: datetime | None = None) -> Any:
    """One profile with sources of funds; endorsed where a moment is given."""
    state = State.ENDORSED if endorsed_at else State.DISTRICT_VERIFIED
    return make_report(
        "profil", kampung, on, sumber_dana=sources, state=state, endorsed_at=endorsed_at
    )


def back(kampung: KampungKB, until: date | None, **more: Any) -> Evidence:
    """A decree that backs the sources of funds until a day."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "form": "profil",
        "columns": "pokja_sk|sumber_dana",
        "kind": Evidence.Kind.DECREE,
        "stored_name": "a.pdf",
        "valid_until": until,
        "added_by": 7,
        "added_at": datetime(2025, 1, 3, tzinfo=UTC),
    }
    return Evidence.objects.create(kampung=kampung, **(defaults | more))


def funds(
    kampung: KampungKB, basis: str, cutoff: date = CUTOFF, known_at: datetime | None = None
) -> int:
    """The score of sumber dana on a basis; one kampung and many must agree."""
    asked: dict[str, Any] = {"cutoff": cutoff, "instrument": PORTAL, "known_at": known_at}
    score: int = queries.classify("91.37", **asked, basis=basis)["sumber_dana"][0]
    card = queries.card(kampung, **asked, basis=basis)
    assert card.scorecard.score("sumber_dana").score == score
    assert card.basis == basis
    return score


def test_the_newest_endorsed_version_counts_for_the_verified_class(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    profil(kampung, date(2025, 6, 3), "apbn", ENDORSED)
    profil(kampung, date(2025, 7, 3), "apbn|apbd|dana_desa|csr|swadaya_masyarakat")

    assert funds(kampung, Basis.DECLARED) == 4
    assert funds(kampung, Basis.VERIFIED) == 2
    assert funds(kampung, Basis.VERIFIED, date(2025, 5, 31)) == 3


def test_without_any_endorsed_version_nothing_is_verified(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 7, 3), "apbn|apbd")

    assert funds(kampung, Basis.VERIFIED) == 1
    verified = queries.classify("91.37", cutoff=CUTOFF, instrument=PORTAL, basis=Basis.VERIFIED)
    assert verified["belum_pernah_lapor"].to_list() == [True]
    assert verified["klasifikasi"].to_list() == ["dasar"]


def test_a_later_endorsement_changes_nothing_of_what_was_known_before(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 7, 3), "apbn|apbd", ENDORSED)

    assert funds(kampung, Basis.VERIFIED, known_at=ENDORSED - timedelta(seconds=1)) == 1
    assert funds(kampung, Basis.VERIFIED, known_at=ENDORSED) == 3


def test_activities_count_once_they_are_endorsed(kampung: KampungKB) -> None:
    for endorsed_at, agency in ((ENDORSED, "puskesmas"), (None, "dinas_sosial")):
        Kegiatan.objects.create(
            kampung=kampung,
            kabupaten_code=kampung.kabupaten_code,
            tanggal=date(2025, 7, 5),
            judul="Lokakarya",
            instansi=agency,
            recorded_at=datetime(2025, 7, 5, tzinfo=UTC),
            endorsed_at=endorsed_at,
            state="disahkan" if endorsed_at else "dikirim",
        )

    cards = [
        queries.card(kampung, cutoff=CUTOFF, instrument=PORTAL, basis=basis) for basis in Basis
    ]

    assert [card.activities for card in cards] == [2, 1]


def test_a_figure_drops_out_the_day_after_its_evidence_ended(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, date(2025, 7, 30))

    assert funds(kampung, Basis.VERIFIED, date(2025, 7, 30)) == 3
    assert funds(kampung, Basis.VERIFIED, CUTOFF) == 1
    assert funds(kampung, Basis.DECLARED, CUTOFF) == 3


@pytest.mark.parametrize("until", [None, CUTOFF, date(2027, 1, 1)])
def test_another_piece_of_evidence_that_lasts_keeps_it(
    until: date | None, kampung: KampungKB
) -> None:
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, date(2024, 12, 31))
    back(kampung, until, columns="sumber_dana")

    assert funds(kampung, Basis.VERIFIED) == 3


def test_evidence_attached_after_the_endorsement_prolonged_a_figure_that_nobody_had_seen(
    kampung: KampungKB,
) -> None:
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, date(2025, 7, 30))

    back(kampung, None, added_at=ENDORSED + timedelta(seconds=1))

    assert funds(kampung, Basis.VERIFIED, date(2025, 7, 30)) == 3
    assert funds(kampung, Basis.VERIFIED) == 1


def test_withdrawing_evidence_that_had_ended_gave_the_figure_back(kampung: KampungKB) -> None:
    known = datetime(2025, 9, 1, tzinfo=UTC)
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, date(2025, 7, 30), withdrawn_at=known)

    assert funds(kampung, Basis.VERIFIED, known_at=known - timedelta(seconds=1)) == 1
    assert funds(kampung, Basis.VERIFIED, known_at=known) == 1


def test_evidence_that_was_replaced_kept_the_figure_with_papers_that_nobody_had_accepted(
    kampung: KampungKB,
) -> None:
    gone = datetime(2025, 9, 7, 3, tzinfo=UTC)
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, None, withdrawn_at=gone)
    back(kampung, None, added_at=gone)

    assert funds(kampung, Basis.VERIFIED, date(2025, 9, 6)) == 3
    assert funds(kampung, Basis.VERIFIED, date(2025, 9, 7)) == 1
    # The next report is accepted together with the new paper
    profil(kampung, date(2025, 9, 8), "apbn|apbd", gone + timedelta(days=3))
    assert funds(kampung, Basis.VERIFIED, date(2025, 9, 30)) == 3


def test_evidence_withdrawn_before_the_endorsement_was_accepted_with_nothing(
    kampung: KampungKB,
) -> None:
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, date(2024, 12, 31), withdrawn_at=ENDORSED - timedelta(hours=1))

    assert funds(kampung, Basis.VERIFIED) == 3


@pytest.mark.parametrize(
    "other", [{"columns": "pokja_ada|rkm_ada"}, {"form": "kkbpk"}, {"other_kampung": True}]
)
def test_evidence_of_another_figure_kept_this_one_alive(
    other: dict[str, Any], kampung: KampungKB
) -> None:
    place = make_kampung("91.37.01.2002") if other.pop("other_kampung", False) else kampung
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, date(2025, 7, 30))

    back(place, None, **other)

    assert funds(kampung, Basis.VERIFIED) == 1


def test_evidence_added_later_neither_shortens_what_the_desks_accepted(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)

    back(kampung, date(2025, 7, 7), added_at=ENDORSED + timedelta(days=1))

    assert funds(kampung, Basis.VERIFIED) == 3


def declared(kampung: KampungKB) -> None:
    """A profile that came with an import declared "sudah disahkan"."""
    make_report(
        "profil",
        kampung,
        date(2025, 5, 3),
        sumber_dana="apbn|apbd",
        state=State.ENDORSED,
        recorded_at=ENDORSED,
        endorsed_at=ENDORSED,
        batch_id=UUID(int=7),
    )


def test_a_history_declared_as_endorsed_stands_until_a_recorded_validity_date_passes(
    kampung: KampungKB,
) -> None:
    later = ENDORSED + timedelta(days=1)
    declared(kampung)
    assert funds(kampung, Basis.VERIFIED) == 3

    back(kampung, date(2025, 7, 30), added_at=later, withdrawn_at=later + timedelta(days=2))
    back(kampung, None, added_at=later + timedelta(days=2))  # accepted by nobody

    assert funds(kampung, Basis.VERIFIED, date(2025, 7, 30)) == 3
    assert funds(kampung, Basis.VERIFIED) == 1


def test_evidence_that_lay_there_when_a_history_was_declared_is_accepted_with_it(
    kampung: KampungKB,
) -> None:
    declared(kampung)
    back(kampung, date(2022, 7, 30))
    back(kampung, CUTOFF)

    assert funds(kampung, Basis.VERIFIED) == 3
    assert funds(kampung, Basis.VERIFIED, date(2025, 8, 1)) == 1


def test_a_column_without_any_evidence_stands(kampung: KampungKB) -> None:
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, date(2024, 12, 31), columns="pokja_ada")
    back(make_kampung("91.37.01.2002"), date(2024, 12, 31))

    assert funds(kampung, Basis.VERIFIED) == 3


def test_snapshots_and_the_cube_hold_both_classes(kampung: KampungKB, darma: User) -> None:
    profil(kampung, date(2025, 7, 3), "apbn|apbd|dana_desa|csr|swadaya_masyarakat")
    profil(kampung, date(2025, 5, 3), "apbn", ENDORSED)

    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma)

    scores = {
        snapshot.basis: snapshot.results.get().scores[1] for snapshot in Snapshot.objects.all()
    }
    assert scores == {"dilaporkan": "4", "terverifikasi": "2"}
    cells = queries.summaries("91", CUTOFF)
    assert set(cells) == {(PORTAL, "dilaporkan"), (PORTAL, "terverifikasi")}
    for basis in Basis:
        cell = queries.summary("", CUTOFF, PORTAL, basis)
        assert cell is not None
        assert cell.kampung == 1
        stored = queries.standings("", cutoff=CUTOFF, instrument=PORTAL, basis=basis)
        assert stored["sumber_dana"].to_list() == [int(scores[basis])]


def test_one_basis_can_be_stored_without_touching_the_other(
    kampung: KampungKB, darma: User
) -> None:
    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma)
    before = AreaSummary.objects.get(area_code="91.37", basis=Basis.DECLARED).pk

    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma, bases=[Basis.VERIFIED])

    assert AreaSummary.objects.get(area_code="91.37", basis=Basis.DECLARED).pk == before
    assert Snapshot.objects.filter(basis=Basis.VERIFIED).count() == 2


def test_an_endorsement_makes_only_the_verified_month_ends_due_again(
    kampung: KampungKB, darma: User
) -> None:
    put_setting("91.37", "cutoff", "2025-07-31", by=darma)
    version = profil(kampung, date(2025, 7, 3), "apbn|apbd")
    refresh_month_ends("91.37", by=darma, months=1)

    version.state, version.endorsed_at = State.ENDORSED, datetime.now(UTC)
    version.save(update_fields=["state", "endorsed_at"])

    assert refresh_month_ends("91.37", by=darma, months=1) == 2  # two rules
    newest = queries.newest_snapshots("91.37", CUTOFF, PORTAL, Basis.VERIFIED).get()
    assert newest.results.get().scores[1] == "3"


def test_evidence_added_or_withdrawn_makes_the_verified_month_ends_due_again(
    kampung: KampungKB, darma: User
) -> None:
    put_setting("91.37", "cutoff", "2025-07-31", by=darma)
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    refresh_month_ends("91.37", by=darma, months=2)

    piece = back(kampung, date(2025, 7, 7), added_at=datetime.now(UTC))
    assert refresh_month_ends("91.37", by=darma, months=2) == 4

    piece.withdrawn_at = datetime.now(UTC)
    piece.save(update_fields=["withdrawn_at"])
    assert refresh_month_ends("91.37", by=darma, months=2) == 4


def test_the_month_in_which_evidence_ends_is_told_from_the_month_before(
    kampung: KampungKB, darma: User
) -> None:
    put_setting("91.37", "cutoff", "2025-07-31", by=darma)
    profil(kampung, date(2025, 5, 3), "apbn|apbd", ENDORSED)
    back(kampung, date(2025, 7, 7))

    refresh_month_ends("91.37", by=darma, months=2)

    scores = [
        queries.newest_snapshots("91.37", day, PORTAL, Basis.VERIFIED).get().results.get().scores[1]
        for day in (date(2025, 6, 30), CUTOFF)
    ]
    assert scores == ["3", "1"]


def test_the_same_past_knowledge_gives_the_same_stored_class(
    kampung: KampungKB, darma: User
) -> None:
    version = profil(kampung, date(2025, 7, 3), "apbn|apbd")
    then = datetime(2025, 8, 1, tzinfo=UTC)
    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma, known_at=then)
    before = list(Snapshot.objects.get(basis=Basis.VERIFIED).results.values_list("scores"))

    version.state, version.endorsed_at = State.ENDORSED, ENDORSED
    version.save(update_fields=["state", "endorsed_at"])
    Snapshot.objects.all().delete()
    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma, known_at=then)

    again = list(Snapshot.objects.get(basis=Basis.VERIFIED).results.values_list("scores"))
    assert again == before


def _classified(*words: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["classify", "--area", "91.37", *words])
    code = leaving.value.code
    assert isinstance(code, int)
    return code


def test_the_command_writes_either_class_in_the_same_columns(
    kampung: KampungKB, capsys: pytest.CaptureFixture[str]
) -> None:
    profil(kampung, date(2025, 7, 3), "apbn|apbd")
    day = ["--cutoff", "2025-07-31"]

    assert _classified(*day) == _classified(*day, "--basis", "dilaporkan") == 0
    declared = capsys.readouterr().out
    assert _classified(*day, "--basis", "terverifikasi") == 0
    verified = capsys.readouterr().out

    lines = declared.splitlines()
    assert lines[:2] == lines[2:]  # declared is what is written unless told
    assert verified.splitlines()[0] == lines[0]
    assert verified.splitlines()[1] != lines[1]


def test_marks_of_a_source_and_the_verified_class_exclude_each_other(
    kampung: KampungKB, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _classified("--versions", "marked", "--basis", "terverifikasi") == 2
    assert "terverifikasi" in capsys.readouterr().err
