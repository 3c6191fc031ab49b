"""Evidence: what is taken, what is refused, who sees it, what stays."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry import errors
from naikkelas.registry.actions import evidence as actions
from naikkelas.registry.actions.evidence import Claim
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.registry.queries import evidence as queries
from naikkelas.registry.rules.backing import FACTS, facts_backed
from naikkelas.registry.rules.files import Upload
from naikkelas.registry.rules.schema import REPORTS
from tests.people import RECORDED, make_kampung, make_report
from tests.registry import pictures

Browser = Callable[[User], Client]
TODAY = date(2026, 7, 1)
DECREE = Claim("profil", ("pokja",), "sk", title="SK Nomor 12 Tahun 2025")


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder: Path = settings.MEDIA_ROOT
    return folder


@pytest.fixture
def as_user(client: Client) -> Browser:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def add(kampung: KampungKB, by: User, name: str = "sk.pdf", **more: Any) -> Evidence:
    upload = Upload(name, more.pop("content", pictures.PDF))
    return actions.add_file(kampung, more.pop("claim", DECREE), upload, by=by)


# --- adding ---


def test_every_figure_that_is_no_name_belongs_to_exactly_one_fact() -> None:
    for form in REPORTS:
        backed = [column for fact in FACTS[form.code] for column in fact.columns]

        assert sorted(backed) == sorted(one.name for one in form.fields if not one.personal)
        assert all(len(fact.joined) <= 600 for fact in FACTS[form.code])


def test_a_decree_backs_the_columns_of_the_pokja_and_leaves_a_line(
    kampung: KampungKB, budi: User, media: Path
) -> None:
    evidence = add(kampung, budi)

    assert evidence.columns == "pokja_ada|pokja_sk|pokja_anggota"
    assert evidence.sha256 == hashlib.sha256(pictures.PDF).hexdigest()
    assert queries.path_of(evidence).read_bytes() == pictures.PDF
    line = Event.objects.get(verb="evidence.add")
    assert (line.data["kind"], line.data["facts"]) == ("Surat keputusan (SK)", "Pokja dan SK-nya")
    assert "sk.pdf" not in str(line.data)
    assert "Nomor 12" not in str(line.data)


def test_a_file_lies_under_a_random_name_that_only_we_read(
    kampung: KampungKB, budi: User, media: Path
) -> None:
    evidence = add(kampung, budi, name="Daftar Hadir Bu Siti.pdf")

    path = queries.path_of(evidence)
    assert "Siti" not in evidence.stored_name
    assert media in path.parents
    assert path.stat().st_mode & 0o777 == 0o600
    assert evidence.original_name == "Daftar Hadir Bu Siti.pdf"


def test_the_same_file_is_stored_once_and_refused_for_the_same_fact(
    kampung: KampungKB, budi: User, media: Path
) -> None:
    first = add(kampung, budi)

    with pytest.raises(errors.SameEvidence, match="sudah menjadi bukti"):
        add(kampung, budi)
    second = add(kampung, budi, claim=Claim("profil", ("pendamping",), "sk"))

    assert second.stored_name == first.stored_name
    assert len(files_in(media)) == 1
    assert Event.objects.filter(verb="evidence.add").count() == 2


def test_who_may_not_draft_here_adds_nothing(
    kampung: KampungKB, rina: User, wayan: User, media: Path
) -> None:
    for outsider in (rina, wayan):
        with pytest.raises(NotYours):
            add(kampung, outsider)

    assert files_in(media) == []
    assert not Event.objects.filter(verb="evidence.add").exists()


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (Claim("profil", (), "sk"), "Pilih sedikitnya satu"),
        (Claim("profil", ("peserta_bkb",), "sk"), "Pilih sedikitnya satu"),
        (Claim("profil", ("pokja",), "akta"), "jenis"),
        (
            Claim(
                "profil",
                ("pokja",),
                "sk",
                valid_from=date(2025, 5, 2),
                valid_until=date(2025, 5, 1),
            ),
            "lebih awal",
        ),
    ],
)
def test_a_claim_that_does_not_hold_together_is_refused(
    kampung: KampungKB, budi: User, claim: Claim, words: str, media: Path
) -> None:
    with pytest.raises(errors.UnfitEvidence, match=words):
        add(kampung, budi, claim=claim)

    assert files_in(media) == []


def test_a_closed_kampung_takes_no_evidence_and_keeps_no_file(
    kampung: KampungKB, budi: User, media: Path
) -> None:
    KampungKB.objects.update(is_active=False)

    with pytest.raises(errors.KampungClosed):
        add(kampung, budi)

    assert files_in(media) == []


def test_a_person_sends_a_measured_number_of_files_a_day(
    kampung: KampungKB, budi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "FILES_A_DAY", 1)
    add(kampung, budi)

    with pytest.raises(errors.TooManyFiles):
        add(kampung, budi, content=pictures.PDF + b"\n%%EOF")


# --- withdrawing ---


def test_withdrawn_evidence_keeps_its_row_its_file_and_the_reason(
    kampung: KampungKB, budi: User, sari: User
) -> None:
    evidence = add(kampung, budi)

    with pytest.raises(errors.WithdrawalReasonMissing):
        actions.withdraw(evidence, reason="  ", by=sari)
    gone = actions.withdraw(evidence, reason="Berkas tertukar", by=sari)
    with pytest.raises(errors.AlreadyWithdrawn):
        actions.withdraw(evidence, reason="lagi", by=sari)

    assert (gone.withdrawn_by, gone.withdrawn_reason) == (sari.pk, "Berkas tertukar")
    assert queries.path_of(gone).is_file()
    assert Event.objects.filter(verb="evidence.withdraw").count() == 1
    assert list(queries.standing()) == []


# --- what expires ---


def decree(kampung: KampungKB, until: date | None, columns: str = "pokja_ada|pokja_sk") -> Evidence:
    return Evidence.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        form="profil",
        columns=columns,
        kind="sk",
        stored_name=f"{until}.pdf",
        valid_until=until,
        added_by=1,
        added_at=RECORDED,
    )


def endorsed(kampung: KampungKB, on: date, at: datetime, form: str = "profil") -> None:
    make_report(form, kampung, on, state="disahkan", endorsed_at=at)


def test_a_decree_is_warned_of_sixty_days_before_its_end(kampung: KampungKB) -> None:
    soon, past = decree(kampung, TODAY + timedelta(60)), decree(kampung, TODAY - timedelta(1))
    decree(kampung, TODAY + timedelta(61), "regulasi")

    ending = queries.expiring((kampung.kabupaten_code,), TODAY)

    # A later decree for the same columns is no reason for silence while it too is near its end.
    assert [one.evidence.pk for one in ending] == [past.pk, soon.pk]
    assert ending[0].words == (
        "Surat keputusan (SK) untuk Pokja dan SK-nya habis masa berlakunya sejak 30 Juni 2026"
    )
    assert queries.expiring(("92",), TODAY) == []
    assert len(queries.expiring(("",), TODAY)) == 2
    assert queries.expiring((), TODAY) == []


def test_a_decree_that_was_renewed_is_no_longer_warned_of(kampung: KampungKB) -> None:
    decree(kampung, TODAY + timedelta(9))
    decree(kampung, TODAY + timedelta(900))
    endorsed(kampung, date(2026, 6, 3), RECORDED + timedelta(1))

    assert queries.expiring((kampung.kabupaten_code,), TODAY) == []


@pytest.mark.parametrize("state", ["dikirim", "disahkan"])
def test_a_renewal_that_nobody_accepted_does_not_end_the_warning(
    kampung: KampungKB, state: str
) -> None:
    """It counts from the next report that is endorsed (ADR 16)."""
    decree(kampung, TODAY + timedelta(9))
    decree(kampung, None)
    earlier = RECORDED - timedelta(1) if state == "disahkan" else None
    make_report("profil", kampung, date(2026, 6, 3), state=state, endorsed_at=earlier)

    (ending,) = queries.expiring((kampung.kabupaten_code,), TODAY)

    assert ending.words == (
        "Surat keputusan (SK) untuk Pokja dan SK-nya berlaku sampai 10 Juli 2026; "
        "pembaruannya menunggu pengesahan"
    )


def test_only_the_version_that_counts_accepts_a_renewal(kampung: KampungKB) -> None:
    """An older month endorsed late says nothing about what lay behind the newest one."""
    decree(kampung, TODAY + timedelta(9))
    decree(kampung, None)
    endorsed(kampung, date(2026, 6, 3), RECORDED - timedelta(1))
    endorsed(kampung, date(2026, 5, 3), RECORDED + timedelta(1))
    endorsed(kampung, date(2026, 6, 3), RECORDED + timedelta(1), "kkbpk")

    (ending,) = queries.expiring((kampung.kabupaten_code,), TODAY)

    assert ending.is_waiting


def test_what_was_renewed_in_part_is_not_said_to_wait(kampung: KampungKB) -> None:
    decree(kampung, TODAY + timedelta(9), "pokja_ada|pokja_sk|regulasi")
    decree(kampung, None, "pokja_ada|pokja_sk")

    (ending,) = queries.expiring((kampung.kabupaten_code,), TODAY)

    assert not ending.is_waiting


def test_the_page_says_that_a_renewal_waits_and_is_silent_once_it_counts(
    as_user: Browser, budi: User, kampung: KampungKB
) -> None:
    browser, page = as_user(budi), f"/kampung/{kampung.pk}/bukti/"
    today = timezone.localdate()
    decree(kampung, today + timedelta(9))
    decree(kampung, today + timedelta(900))

    before = browser.get(page).content.decode()
    endorsed(kampung, today, timezone.now())
    after = browser.get(page).content.decode()

    assert "Perlu diperbarui" in before
    assert "pembaruannya menunggu pengesahan" in before
    assert "Perlu diperbarui" not in after


# --- activities ---


@pytest.fixture
def meeting(kampung: KampungKB) -> Kegiatan:
    return Kegiatan.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        tanggal=date(2025, 6, 17),
        judul="Rapat Pokja Juni",
        recorded_at=RECORDED,
    )


def test_an_activity_becomes_evidence_on_its_own_page(
    as_user: Browser, budi: User, kampung: KampungKB, meeting: Kegiatan
) -> None:
    browser = as_user(budi)
    url = f"/kampung/{kampung.pk}/bukti/kegiatan/?formulir=profil"
    assert "Rapat Pokja Juni" in browser.get(url).content.decode()

    answer = browser.post(url, {"activity": str(meeting.pk), "facts": ["rapat_koordinasi"]})
    again = browser.post(url, {"activity": str(meeting.pk), "facts": ["rapat_koordinasi"]})

    assert (answer.status_code, again.status_code) == (302, 422)
    evidence = Evidence.objects.get()
    assert (evidence.activity_id, evidence.title) == (meeting.pk, "Rapat Pokja Juni")
    assert evidence.columns == "rapat_koordinasi|frekuensi_rapat_koordinasi"


def test_an_activity_of_another_kampung_cannot_be_picked(
    as_user: Browser, budi: User, kampung: KampungKB
) -> None:
    other = make_kampung("91.37.02.2009")
    theirs = Kegiatan.objects.create(
        kampung=other,
        kabupaten_code="91.37",
        tanggal=date(2025, 6, 17),
        judul="Rapat lain",
        recorded_at=RECORDED,
    )

    answer = as_user(budi).post(
        f"/kampung/{kampung.pk}/bukti/kegiatan/", {"activity": str(theirs.pk), "facts": ["bkb"]}
    )

    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_evidence_backs_a_fact_also_in_part() -> None:
    assert [fact.code for fact in facts_backed("profil", "pokja_sk|bkb")] == ["pokja", "bkb"]
