"""Which report asks for a look first, and in which words."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from naikkelas.registry.rules import risk
from naikkelas.registry.rules.risk import Reason, Risk, Version
from naikkelas.registry.rules.schema import KKBPK, PENDUDUK, PROFIL, Form

Values = Mapping[str, Any]


def weigh(
    form: Form,
    values: Values,
    accepted: Values | None = None,
    past: Sequence[Values] | None = None,
    neighbours: Sequence[Values] | None = None,
    marks: Sequence[Reason] | None = None,
    penduduk: Values | None = None,
) -> Risk:
    def shares(one: Values) -> dict[str, risk.Share]:
        return risk.shares(form.code, one, penduduk or {})

    return risk.weigh(
        form,
        Version(values, shares(values)),
        accepted=accepted,
        own_past=past or [],
        neighbours=[shares(one) for one in neighbours or []],
        marks=marks or [],
    )


def test_what_is_the_same_as_what_was_accepted_needs_no_look() -> None:
    found = weigh(KKBPK, {"iud": 11, "pil": 37}, accepted={"iud": 11, "pil": 37})

    assert (found.score, found.reasons, found.needs_look) == (0, (), False)


def test_a_first_report_says_so_and_needs_no_look_for_that() -> None:
    found = weigh(KKBPK, {"iud": 11})

    assert found.words == ("Belum ada laporan yang disahkan sebagai pembanding",)
    assert not found.needs_look


def test_an_answer_that_changed_is_looked_at() -> None:
    found = weigh(PROFIL, {"pokja_sk": True}, accepted={"pokja_sk": False})

    assert found.words == ("Pokja memiliki SK berubah",)
    assert found.needs_look


def test_names_and_contacts_never_stand_in_a_reason() -> None:
    found = weigh(PROFIL, {"plkb_nama": "Wahyu"}, accepted={"plkb_nama": "Ratna"})

    assert found.reasons == ()


def test_a_figure_that_moved_little_is_no_reason_and_much_is_one() -> None:
    little = weigh(KKBPK, {"pil": 40}, accepted={"pil": 37})
    much = weigh(KKBPK, {"pil": 137}, accepted={"pil": 100})
    gone = weigh(KKBPK, {"pil": None}, accepted={"pil": 100})

    assert not little.needs_look
    assert much.words == ("Pil berubah dari 100 menjadi 137 (+37%)",)
    assert gone.words == ("Pil berubah dari 100 menjadi kosong",)


def test_out_of_line_with_its_own_past_however_bad_one_month_was() -> None:
    past = [{"pil": value} for value in (40, 41, 39, 900, 42, 40)]

    odd = weigh(KKBPK, {"pil": 97}, accepted={"pil": 97}, past=past)
    usual = weigh(KKBPK, {"pil": 45}, accepted={"pil": 45}, past=past)

    assert odd.words == ("Pil 97; biasanya sekitar 41",)
    assert odd.needs_look
    assert not usual.needs_look


def test_the_same_step_is_much_for_a_small_kampung_and_little_for_a_large_one() -> None:
    def stepped(size: int) -> Risk:
        past = [{"pil": size} for _ in range(6)]
        return weigh(KKBPK, {"pil": size + 30}, accepted={"pil": size + 30}, past=past)

    assert stepped(10).needs_look
    assert not stepped(1000).needs_look


def test_out_of_line_with_its_neighbours() -> None:
    neighbours = [{"pus": 100 + n, "keluarga": 300} for n in range(6)]

    odd = weigh(PENDUDUK, {"pus": 290, "keluarga": 300}, neighbours=neighbours)
    usual = weigh(PENDUDUK, {"pus": 110, "keluarga": 300}, neighbours=neighbours)
    alone = weigh(PENDUDUK, {"pus": 290, "keluarga": 300}, neighbours=neighbours[:4])

    assert odd.words[0] == "PUS per keluarga 97%; kampung lain di kecamatan ini sekitar 34%"
    assert odd.needs_look
    assert not usual.needs_look
    assert not alone.needs_look


def test_a_few_couples_are_no_sample() -> None:
    neighbours = [{"pus": 100, "keluarga": 300} for _ in range(6)]

    assert not weigh(PENDUDUK, {"pus": 3, "keluarga": 4}, neighbours=neighbours).needs_look


def test_marks_come_first_and_one_figure_is_told_once() -> None:
    copy = Reason("Semua angka sama dengan Kampung Tirta", risk.COPIED)
    doubt = Reason("Pil: berubah mendadak dari laporan sebelumnya", risk.DOUBT, "pil")

    found = weigh(KKBPK, {"pil": 900}, accepted={"pil": 100}, marks=[doubt, copy])

    assert found.words == (copy.words, doubt.words)
    assert found.score == risk.COPIED + risk.DOUBT


def test_users_are_held_against_the_couples_of_the_population_report() -> None:
    found = risk.shares("kkbpk", {"iud": 30, "pil": 34, "peserta_bkb": 12}, {"pus": 100})

    assert found["users"].value == 0.64
    assert "peserta_bkb" not in found  # no target is known


def test_few_figures_and_short_texts_are_no_copies() -> None:
    figures = {"iud": 1, "mow": 2, "mop": 3, "kondom": 4, "implan": 5}

    assert risk.fingerprint(KKBPK, figures) is None
    assert risk.fingerprint(KKBPK, figures | {"pil": 6}) is not None
    assert risk.long_texts(PROFIL, {"pokja_pelatihan": "Pelatihan Pokja"}) == {}
    long_name = {"pokja_pelatihan": "Pelatihan  pengelola Kampung KB tingkat kecamatan 2025"}
    assert list(risk.long_texts(PROFIL, long_name)) == ["pokja_pelatihan"]
    assert risk.long_texts(PROFIL, {"plkb_nama": "W" * 50}) == {}


some = st.dictionaries(
    st.sampled_from([field.name for field in KKBPK.fields]),
    st.none() | st.integers(-5, 2**31 - 1),
)


@given(some, st.none() | some, st.lists(some, max_size=8), st.lists(some, max_size=8), some)
def test_any_figures_can_be_weighed(
    values: Values,
    accepted: Values | None,
    past: list[Values],
    neighbours: list[Values],
    targets: Values,
) -> None:
    penduduk = {"pus": targets.get("iud"), "keluarga_balita": targets.get("pil")}

    found = weigh(KKBPK, values, accepted, past, neighbours, penduduk=penduduk)

    assert found.score >= 0
    assert found.needs_look == (found.score >= risk.LOOK)
    assert [one.weight for one in found.reasons] == sorted(
        (one.weight for one in found.reasons), reverse=True
    )
