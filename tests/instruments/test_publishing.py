"""Published instruments stay as they are, and a changed one is never used."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.audit.models import Event
from naikkelas.instruments import actions, queries
from naikkelas.instruments.errors import (
    AlreadyPublished,
    InstrumentChanged,
    InvalidDefinition,
    UnknownInstrument,
)
from naikkelas.instruments.models import PublishedInstrument
from naikkelas.instruments.rules import all_ids, builtin, builtin_ids, builtin_text
from naikkelas.lib.refusals import NotYours
from tests.instruments.test_criteria import YES_NO
from tests.instruments.test_loading import SMALL
from tests.people import make_area, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> User:
    """The account of the command line, whose area is the whole deployment."""
    return system_user()


def test_publishing_keeps_the_text_its_hash_and_a_trail(system: User) -> None:
    published = actions.publish(SMALL, by=system)

    assert (published.id, published.version, published.text) == ("coba-1", "1", SMALL)
    assert len(published.sha256) == 64
    event = Event.objects.get(verb="instrument.publish")
    assert (event.subject_id, event.data["sha256"]) == ("coba-1", published.sha256)
    assert queries.in_use("coba-1").sha256 == published.sha256


def test_publishing_the_same_text_again_changes_nothing(system: User) -> None:
    first = actions.publish(SMALL, by=system)

    assert actions.publish(SMALL, by=system) == first
    assert Event.objects.filter(verb="instrument.publish").count() == 1


def test_another_text_under_a_published_id_is_refused_without_a_trace(system: User) -> None:
    actions.publish(SMALL, by=system)

    with pytest.raises(AlreadyPublished):
        actions.publish(SMALL.replace("to = 9", "to = 8").replace("= 10", "= 9"), by=system)

    assert PublishedInstrument.objects.get().text == SMALL
    assert Event.objects.filter(verb="instrument.publish").count() == 1


def test_an_unsound_definition_is_refused_with_its_line(system: User) -> None:
    with pytest.raises(InvalidDefinition, match=r"baris 31: Ada celah|baris \d+: Ada celah"):
        actions.publish(SMALL.replace("from = 6", "from = 7"), by=system)

    assert not PublishedInstrument.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM])
def test_only_who_holds_the_whole_deployment_may_publish(role: Role) -> None:
    from tests.people import make_area

    area = make_area("63.01", "Tanah Laut")
    person = User.objects.create_user("seseorang", name="Seseorang", role=role, area=area)

    with pytest.raises(NotYours):
        actions.publish(SMALL, by=person)

    assert not PublishedInstrument.objects.exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET text = 'lain'", "UPDATE {} SET title = 'lain'", "DELETE FROM {}"],
)
def test_the_database_itself_refuses_a_change(system: User, statement: str) -> None:
    actions.publish(SMALL, by=system)

    table = PublishedInstrument._meta.db_table
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        connection.cursor().execute(statement.format(table))

    assert PublishedInstrument.objects.get().text == SMALL


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "values",
    [
        "id, version, title, printf('%064d', 7), 'lain', published_at",
        "'coba-2', version, title, sha256, 'lain', published_at",
        "rowid, 'coba-2', version, title, printf('%064d', 7), 'lain', published_at",
    ],
)
def test_a_published_one_is_not_replaced_by_writing_it_again(system: User, values: str) -> None:
    """INSERT OR REPLACE asks no trigger on UPDATE or DELETE."""
    actions.publish(SMALL, by=system)

    place = "rowid, " if values.startswith("rowid") else ""
    table = PublishedInstrument._meta.db_table
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        connection.cursor().execute(
            f"INSERT OR REPLACE INTO {table} ({place}id, version, title, sha256, text, "
            f"published_at) SELECT {values} FROM {table}"
        )

    assert PublishedInstrument.objects.get().text == SMALL


@pytest.mark.postgres_only
def test_published_ones_are_not_emptied_at_a_stroke(system: User) -> None:
    actions.publish(SMALL, by=system)

    table = PublishedInstrument._meta.db_table
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        connection.cursor().execute(f"TRUNCATE {table} CASCADE")

    assert PublishedInstrument.objects.get().text == SMALL


def test_a_text_that_lost_its_hash_is_never_used() -> None:
    """As after a repair by hand with the triggers off."""
    PublishedInstrument.objects.create(
        id="coba-1",
        version="1",
        title="x",
        sha256="0" * 64,
        text=SMALL,
        published_at=timezone.now(),
    )

    with pytest.raises(InstrumentChanged):
        queries.in_use("coba-1")


def test_the_builtin_definitions_are_published_once(system: User) -> None:
    assert [one.id for one in actions.publish_builtin(by=system)] == list(all_ids())
    assert actions.publish_builtin(by=system) == []
    assert queries.instrument_ids() == list(builtin_ids())


def test_what_is_published_goes_before_what_comes_with_the_product(system: User) -> None:
    """A later release never changes how an existing database scores."""
    earlier = builtin_text("idm-2021").replace('version = "1"', 'version = "0"')
    actions.publish(earlier, by=system)

    actions.publish_builtin(by=system)

    assert queries.in_use("idm-2021").version == "0"


def test_an_unpublished_builtin_is_usable_and_an_unknown_id_is_refused() -> None:
    assert queries.in_use("kampung-kb-2023") is builtin("kampung-kb-2023")
    with pytest.raises(UnknownInstrument):
        queries.in_use("tidak-ada")


def test_asking_again_compiles_nothing_and_costs_one_query(
    system: User, django_assert_num_queries: pytest.FixtureDef[None]
) -> None:
    actions.publish(SMALL, by=system)
    first = queries.in_use("coba-1")

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.in_use("coba-1") is first


def test_an_operator_publishes_criteria_of_the_own_kabupaten_only() -> None:
    operator = make_user("operator", "Bu Operator", Role.OPERATOR, make_area("91.37", "Uji"))
    text = YES_NO.replace("tema-uji-1", "tema-91-37-uji-1")

    published = actions.publish(text, by=operator, kabupaten_code="91.37")

    assert published.id == "tema-91-37-uji-1"
    assert "tema-91-37-uji-1" not in queries.instrument_ids(), "a theme gives no class"
    for other in ("tema-91-38-uji-1", "uji-1"):
        with pytest.raises(NotYours):
            actions.publish(
                YES_NO.replace("tema-uji-1", other), by=operator, kabupaten_code="91.37"
            )
