"""A program changes or takes back an activity as it saw it, and nothing that it did not see."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.activities import actions
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.registry.models import KampungKB
from tests.api.v1.conftest import Program
from tests.api.v1.test_writing import _activity, _send
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(sukamaju: Area) -> User:
    return make_user("ketut", "Bu Ketut", Role.POKJA_CHAIR, sukamaju)


@pytest.fixture
def writer(chair: User, kampung: KampungKB) -> Program:
    """A program of the ketua."""
    return Program(chair)


@pytest.fixture
def sent(writer: Program, kampung: KampungKB) -> Any:
    """The answer to an activity that the program has just sent."""
    return _send(writer, "kegiatan", _activity(kampung, peserta_p=37))


def _change(program: Program, id: str, tag: str, key: str = "", **isi: Any) -> Any:
    headers = {"Idempotency-Key": key or str(uuid4()), "If-Match": tag}
    return program.patch(f"kegiatan/{id}", {"isi": isi}, **headers)


def test_the_tag_of_a_write_is_that_of_the_reading(writer: Program, sent: Any) -> None:
    read = writer.get(f"kegiatan/{sent.json()['id']}")

    assert read.content == sent.content
    assert sent["ETag"] == read["ETag"]


def test_a_change_is_a_new_version_of_the_same_activity(
    writer: Program, sent: Any, chair: User
) -> None:
    key = sent.json()["id"]

    answer = _change(writer, key, sent["ETag"], peserta_p=41, tempat="Balai desa")

    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["id"], told["isi"]["peserta_p"], told["isi"]["tempat"]) == (key, 41, "Balai desa")
    assert told["isi"]["judul"] == "Posyandu balita"  # left out, so it stays
    assert answer["ETag"] == writer.get(f"kegiatan/{key}")["ETag"] != sent["ETag"]
    before, after = Kegiatan.objects.filter(judul="Posyandu balita").order_by("recorded_at")
    assert (before.peserta_p, after.peserta_p, after.replaces) == (37, 41, before.pk)
    event = Event.objects.get(verb="kegiatan.revise")
    assert (event.actor_id, event.subject_id) == (chair.pk, str(after.pk))


def test_null_empties_an_answer(writer: Program, sent: Any) -> None:
    answer = _change(writer, sent.json()["id"], sent["ETag"], peserta_p=None, instansi=[])

    assert (answer.json()["isi"]["peserta_p"], answer.json()["isi"]["instansi"]) == (None, [])


def test_what_somebody_else_changed_meanwhile_is_not_written_over(
    writer: Program, sent: Any, chair: User
) -> None:
    key, tag = sent.json()["id"], sent["ETag"]
    actions.revise(UUID(key), {"peserta_l": (None, 5)}, base=UUID(key), by=chair)

    changed = _change(writer, key, tag, peserta_p=41)
    taken_back = writer.post(
        f"kegiatan/{key}/tarik", {"alasan": "Keliru"}, **{"Idempotency-Key": "7", "If-Match": tag}
    )

    for answer in (changed, taken_back):
        assert (answer.status_code, answer.json()["code"]) == (412, "api.condition_failed")
        assert answer["Content-Type"] == "application/problem+json"
        assert "Baca lagi" in answer.json()["detail"]
    assert Kegiatan.objects.filter(judul="Posyandu balita").count() == 2
    assert not Kegiatan.objects.exclude(withdrawn_reason="").exists()


@pytest.mark.parametrize(
    ("tag", "status"), [("", 428), ("*", 200), ('"tidak-sama"', 412), ('"lain", {tag}', 200)]
)
def test_a_change_says_what_it_was_made_from(
    writer: Program, sent: Any, tag: str, status: int
) -> None:
    given = tag.format(tag=sent["ETag"])

    answer = _change(writer, sent.json()["id"], given, peserta_p=41)

    assert answer.status_code == status, answer.content


def test_a_weak_tag_is_no_condition(writer: Program, sent: Any) -> None:
    assert _change(writer, sent.json()["id"], f"W/{sent['ETag']}", peserta_p=41).status_code == 412


def test_the_same_change_sent_again_gets_the_first_answer(writer: Program, sent: Any) -> None:
    """The connection broke before the answer came; the tag is old by now."""
    key = sent.json()["id"]

    answers = [_change(writer, key, sent["ETag"], "37", peserta_p=41) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == len({a["ETag"] for a in answers}) == 1
    assert Kegiatan.objects.filter(judul="Posyandu balita").count() == 2


def test_a_rule_refuses_a_change_and_leaves_nothing(writer: Program, sent: Any) -> None:
    key = sent.json()["id"]

    answer = _change(writer, key, sent["ETag"], peserta_l=3, l_16_30=7)

    assert (answer.status_code, answer.json()["code"]) == (422, "activities.activity_refused")
    assert answer.json()["errors"][0]["where"] == "/isi/peserta_l"
    assert writer.get(f"kegiatan/{key}").content == sent.content
    assert not Event.objects.filter(verb="kegiatan.revise").exists()


def test_an_activity_is_taken_back_with_a_reason(writer: Program, sent: Any) -> None:
    key = sent.json()["id"]
    headers = {"Idempotency-Key": "37", "If-Match": sent["ETag"]}

    answers = [
        writer.post(f"kegiatan/{key}/tarik", {"alasan": "Tercatat dua kali"}, **headers)
        for _ in range(2)
    ]

    assert [(one.status_code, one.content) for one in answers] == [(204, b"")] * 2
    gone = Kegiatan.objects.get(pk=key)
    assert (gone.withdrawn_reason, gone.withdrawn_at is None) == ("Tercatat dua kali", False)
    assert writer.get(f"kegiatan/{key}").status_code == 404
    assert _change(writer, key, "*", peserta_p=41).status_code == 404


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_nothing_is_taken_back_without_a_reason(writer: Program, sent: Any, reason: Any) -> None:
    answer = writer.post(
        f"kegiatan/{sent.json()['id']}/tarik",
        {"alasan": reason},
        **{"Idempotency-Key": "37", "If-Match": sent["ETag"]},
    )

    assert answer.status_code == 422
    assert writer.get(f"kegiatan/{sent.json()['id']}").status_code == 200


def test_what_came_by_an_import_is_mended_by_importing(
    writer: Program, sent: Any, chair: User
) -> None:
    key = sent.json()["id"]
    Kegiatan.objects.filter(pk=key).update(batch_id=uuid4())

    answer = _change(writer, key, "*", peserta_p=41)

    assert (answer.status_code, answer.json()["code"]) == (422, "activities.imported_activity")


def test_nobody_changes_what_lies_elsewhere_or_without_the_scope(
    sent: Any, sari: User, wayan: User, chair: User
) -> None:
    key, tag = sent.json()["id"], sent["ETag"]
    reader = Program(chair, ["baca:kegiatan"])

    assert _change(Program(wayan), key, tag, peserta_p=41).status_code in {403, 404}
    refused = _change(reader, key, tag, peserta_p=41)
    assert (refused.status_code, refused.json()["code"]) == (403, "api.scope_missing")
    assert Kegiatan.objects.filter(judul="Posyandu balita").count() == 1
