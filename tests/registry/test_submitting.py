"""A report is sent once, kept as one more version, and refused in words."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connections

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry import actions, queries
from naikkelas.registry.errors import (
    IdentifierTaken,
    KampungClosed,
    ReportRefused,
    UnfitAnswer,
)
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil, ReportDraft
from tests.people import make_kampung, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


def send(kampung: KampungKB, by: User, form: str = "penduduk", **values: object) -> Any:
    return actions.submit_report(
        form, kampung, year=2025, month=6, values=values or {"pus": 137}, by=by
    )


def test_a_report_is_a_version_entered_today_by_the_person_who_sent_it(
    kampung: KampungKB, sari: User
) -> None:
    report = send(kampung, sari, pus=137, keluarga=211)

    report.refresh_from_db()
    assert isinstance(report, Penduduk)
    assert (report.pus, report.keluarga, report.remaja) == (137, 211, None)
    assert (report.tahun, report.bulan, report.state) == (2025, 6, "dikirim")
    assert (report.recorded_by, report.kabupaten_code) == (sari.pk, "91.37")
    assert report.source_id is None
    assert (date.today() - report.tanggal_isi).days in {0, -1}  # noqa: DTZ011  (Makassar is ahead)


def test_it_is_in_the_trail_without_names_of_people(kampung: KampungKB, sari: User) -> None:
    send(kampung, sari, form="profil", plkb_ada=True, plkb_nama="Wahyu Rahasia")

    event = Event.objects.get(verb="report.submit")
    assert event.actor_id == sari.pk
    assert event.kabupaten_code == "91.37"
    assert event.data["month"] == "06/2025"
    assert "Rahasia" not in str([event.data, event.before, event.after])


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    kampung: KampungKB, sari: User
) -> None:
    first = send(kampung, sari, pus=137)
    second = send(kampung, sari, pus=139)

    assert list(queries.versions(kampung, "penduduk")) == [second, first]
    assert queries.latest(kampung, "penduduk") == second


def test_the_same_report_sent_twice_is_stored_once(kampung: KampungKB, sari: User) -> None:
    identifier = uuid7()
    how: dict[str, Any] = {"year": 2025, "month": 6, "values": {"pus": 137}, "by": sari}

    first = actions.submit_report("penduduk", kampung, id=identifier, **how)
    second = actions.submit_report("penduduk", kampung, id=identifier, **how)

    assert first == second
    assert Penduduk.objects.count() == 1
    assert Event.objects.filter(verb="report.submit").count() == 1


def test_an_identifier_names_one_report_only(kampung: KampungKB, sari: User) -> None:
    identifier = uuid7()
    how: dict[str, Any] = {"year": 2025, "month": 6, "by": sari, "id": identifier}
    actions.submit_report("penduduk", kampung, values={"pus": 137}, **how)

    with pytest.raises(IdentifierTaken):
        actions.submit_report("penduduk", kampung, values={"pus": 138}, **how)

    assert Penduduk.objects.get().pus == 137


def test_a_hard_rule_refuses_and_leaves_no_trace(kampung: KampungKB, sari: User) -> None:
    make_report("penduduk", kampung, date(2025, 5, 7), keluarga_balita=41)

    with pytest.raises(ReportRefused) as refused:
        send(kampung, sari, form="kkbpk", peserta_bkb=42, iud=-3)

    assert [finding.column for finding in refused.value.findings] == ["peserta_bkb", "iud"]
    assert "41" in refused.value.findings[0].message
    assert not KKBPK.objects.exists()
    assert not Event.objects.exists()


def test_a_doubt_is_kept_with_the_version(kampung: KampungKB, sari: User) -> None:
    report = send(kampung, sari, pus=212, keluarga=211)

    assert report.doubts == "pus_melebihi_keluarga:pus"
    assert report.broken_rules == ""


def test_the_caps_of_the_area_count(kampung: KampungKB, darma: User) -> None:
    from naikkelas.areas.actions import put_setting

    put_setting("91.37", "hard_caps", {"families": 136}, by=darma)

    with pytest.raises(ReportRefused):
        send(kampung, darma, pus=137)


@pytest.mark.parametrize(("year", "month"), [(2015, 12), (2025, 0), (2025, 13), (10000, 1)])
def test_a_month_outside_the_programme_is_refused(
    year: int, month: int, kampung: KampungKB, sari: User
) -> None:
    with pytest.raises(UnfitAnswer):
        actions.submit_report("penduduk", kampung, year=year, month=month, values={}, by=sari)


@pytest.mark.parametrize("who", ["wayan", "head"])
def test_others_report_nothing(
    who: str, kampung: KampungKB, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotYours):
        send(kampung, request.getfixturevalue(who))

    assert not Penduduk.objects.exists()
    assert not Event.objects.exists()


def test_a_closed_kampung_takes_no_reports(kampung: KampungKB, sari: User, darma: User) -> None:
    actions.deactivate_kampung(kampung, by=darma)

    with pytest.raises(KampungClosed):
        send(kampung, sari)


# Which version counts ---------------------------------------------------------------------------


def test_the_newest_entry_counts_then_the_larger_source_id(kampung: KampungKB) -> None:
    day = date(2025, 3, 7)
    make_report("profil", kampung, date(2025, 2, 1), source_id=900)
    small = make_report("profil", kampung, day, source_id=9)
    large = make_report("profil", kampung, day, source_id=10)

    assert queries.latest(kampung, "profil") == large
    assert queries.latest(kampung, "profil", date(2025, 3, 6)).source_id == 900  # type: ignore[union-attr]
    assert queries.latest(kampung, "profil", date(2025, 1, 31)) is None
    assert list(queries.versions(kampung, "profil"))[:2] == [large, small]
    assert sorted(Profil.objects.all(), key=lambda one: one.version_key)[-1] == large


def test_an_own_report_of_the_same_day_comes_after_an_imported_one(kampung: KampungKB) -> None:
    day = date(2025, 3, 7)
    own = make_report("profil", kampung, day)
    make_report("profil", kampung, day, source_id=10)

    assert queries.latest(kampung, "profil") == own


def test_a_withdrawn_version_no_longer_counts(kampung: KampungKB) -> None:
    report = make_report("profil", kampung, date(2025, 3, 7))
    type(report).objects.update(withdrawn_at=report.recorded_at)

    assert queries.latest(kampung, "profil") is None


# Drafts -----------------------------------------------------------------------------------------


def test_a_draft_keeps_what_was_typed_and_goes_when_the_report_is_sent(
    kampung: KampungKB, sari: User, darma: User
) -> None:
    how: dict[str, Any] = {"year": 2025, "month": 6}
    actions.save_draft("penduduk", kampung, values={"pus": "seratus", "x": "1"}, by=sari, **how)
    actions.save_draft("penduduk", kampung, values={"pus": "1.37"}, by=sari, **how)
    actions.save_draft("penduduk", kampung, values={"pus": "99"}, by=darma, **how)

    kept = queries.draft_of(kampung, "penduduk", 2025, 6, sari)
    assert kept is not None
    assert kept.values == {"pus": "1.37"}

    send(kampung, sari)
    assert [draft.saved_by for draft in ReportDraft.objects.all()] == [darma.pk]


def test_a_draft_elsewhere_is_refused(kampung: KampungKB, wayan: User) -> None:
    with pytest.raises(NotYours):
        actions.save_draft("penduduk", kampung, year=2025, month=6, values={}, by=wayan)


# Two at once ------------------------------------------------------------------------------------


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_identical_parallel_posts_all_get_the_first_answer(kampung: KampungKB, sari: User) -> None:
    identifier, answers = uuid7(), []

    def post() -> None:
        try:
            report = actions.submit_report(
                "penduduk",
                kampung,
                year=2025,
                month=6,
                values={"pus": 137},
                by=sari,
                id=identifier,
            )
            answers.append(report.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [identifier] * 5
    assert Penduduk.objects.count() == 1
