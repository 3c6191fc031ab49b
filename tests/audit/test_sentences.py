"""Every event reads as a plain Indonesian sentence, with what changed field by field."""

import string

import pytest
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record
from naikkelas.audit.actions.trail import HIDDEN
from naikkelas.audit.models import Event
from naikkelas.audit.presenters import changes_of, sentences, told
from tests.audit.conftest import Written
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verb", sorted(sentences()))
def test_every_verb_of_every_room_makes_a_sentence(verb: str, write: Written, darma: User) -> None:
    (one,) = told([write(verb, data={})], darma)

    assert "{" not in one.sentence
    assert one.sentence == one.sentence.strip()
    assert one.sentence[0].islower()
    assert verb not in one.sentence


@pytest.mark.parametrize("verb", sorted(sentences()))
def test_sentences_hold_plain_names_only(verb: str) -> None:
    """An attribute or an index in a pattern could reach into what is filled in."""
    for _, name, spec, conversion in string.Formatter().parse(sentences()[verb]):
        assert name is None or name.isidentifier()
        assert not spec
        assert not conversion


@pytest.fixture
def renamed(sukamaju: Area, darma: User) -> Event:
    return record(
        "kampung.edit",
        make_kampung(sukamaju),
        by=darma,
        kabupaten="91.37",
        before={"nama": "Suka Maju", "cakupan_wilayah": None, "contoh_kabupaten": None},
        after={"nama": "Sukamaju", "cakupan_wilayah": "rw", "contoh_kabupaten": True},
        kampung="Sukamaju",
    )


def test_what_changed_is_told_by_the_labels_of_the_form(renamed: Event, darma: User) -> None:
    (one,) = told([renamed], darma)

    assert one.who == "Pak Darma, Operator kabupaten 91.37"
    assert one.sentence == "mengubah informasi Kampung KB Sukamaju"
    assert [(c.label, c.before, c.after) for c in one.changes] == [
        ("Nama Kampung KB", "Suka Maju", "Sukamaju"),
        ("Cakupan wilayah", "belum diisi", "RW"),
        ("Percontohan kabupaten", "belum diisi", "Ya"),
    ]


def test_who_may_not_know_names_reads_posts(renamed: Event, sukamaju: Area, wayan: User) -> None:
    auditor = make_user("audit", "Bu Ayu", Role.AUDITOR, Area.objects.get(pk="91.37"))

    for reader in (auditor, wayan):
        assert told([renamed], reader)[0].who == "Operator kabupaten 91.37"


def test_a_scrubbed_name_is_not_told(renamed: Event, darma: User, head: User) -> None:
    User.objects.filter(pk=darma.pk).update(scrubbed_at=timezone.now(), name="Pengguna 37")

    assert told([renamed], head)[0].who == "Operator kabupaten 91.37"


def test_personal_values_never_enter_the_trail(darma: User, sari: User) -> None:
    event = record(
        "account.open",
        sari,
        by=darma,
        before={"phone": "", "email": "lama@contoh.id"},
        after={"phone": "081234567890", "email": "sari@contoh.id", "role": "pkb"},
        name="Sari",
    )
    event.refresh_from_db()

    assert event.after == {"phone": HIDDEN, "email": HIDDEN, "role": "pkb"}
    assert event.data == {"name": HIDDEN}
    words = [(c.label, c.before, c.after) for c in changes_of(event)]
    hidden = "(data pribadi, isinya tidak disimpan di jejak)"
    # PostgreSQL keeps the keys of a JSON column in an order of its own.
    assert {("Nomor telepon", "belum diisi", hidden), ("Alamat surel", hidden, hidden)} <= set(
        words
    )


def test_a_page_of_events_costs_the_same_for_one_and_for_thirty(
    write: Written, darma: User, django_assert_num_queries: object
) -> None:
    one, thirty = [write()], [write() for _ in range(30)]

    assert darma.scopes
    with django_assert_num_queries(1):  # type: ignore[operator]
        told(one, darma)
    with django_assert_num_queries(1):  # type: ignore[operator]
        told(thirty, darma)


def test_an_unknown_verb_of_an_old_version_still_reads(write: Written, darma: User) -> None:
    assert told([write("lama.sekali")], darma)[0].sentence == "melakukan lama.sekali"


def test_the_subject_is_the_name_where_it_may_be_known(darma: User, sari: User) -> None:
    event = record("account.open", sari, by=darma, kabupaten="91.37")

    assert told([event], darma)[0].sentence == "membuka akun Sari"
