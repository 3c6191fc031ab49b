"""An operator's list of code changes is carried out as a whole or not at all."""

from datetime import date

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.areas import actions, queries
from naikkelas.areas.errors import CodesRefused
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from tests.people import make_area, make_user

pytestmark = pytest.mark.django_db
HEADER = "kode_lama,kode_baru,berlaku,nama\n"


@pytest.fixture
def operator(sukamaju: Area) -> User:
    """Operator of the whole test province."""
    return make_user("tuti", "Bu Tuti", Role.OPERATOR, Area.objects.get(pk="91"))


def refusal(csv_text: str, by: User) -> list[tuple[int, str]]:
    """Row and column of each error."""
    with pytest.raises(CodesRefused) as refused:
        actions.replace_codes(csv_text, by=by)
    assert all(error.problem and error.remedy for error in refused.value.errors)
    return [(error.row, error.column) for error in refused.value.errors]


def test_an_old_code_ends_and_leads_to_the_new_one(operator: User) -> None:
    count = actions.replace_codes(
        HEADER + "91.37.01.2001,91.37.01.1001,2025-08-01,Sukamaju\n", by=operator
    )

    old, new = Area.objects.get(pk="91.37.01.2001"), Area.objects.get(pk="91.37.01.1001")
    assert count == 1
    assert (old.valid_until, old.replaced_by) == (date(2025, 7, 31), new)
    assert (new.valid_from, new.kind, new.parent_id) == (date(2025, 8, 1), "kelurahan", "91.37.01")
    assert queries.current_code("91.37.01.2001") == "91.37.01.1001"
    assert queries.current_code("91.37.01.1001") == "91.37.01.1001"
    event = Event.objects.get(verb="area.replace")
    assert event.before == {"code": "91.37.01.2001"}


def test_the_same_list_twice_changes_nothing_more(operator: User) -> None:
    text = HEADER + "91.37.01.2001,91.37.01.1001,01/08/2025,Sukamaju\n"
    actions.replace_codes(text, by=operator)

    assert actions.replace_codes(text, by=operator) == 0
    assert Event.objects.filter(verb="area.replace").count() == 1


def test_a_new_area_needs_no_old_code(operator: User) -> None:
    actions.replace_codes(HEADER + ",91.37.01.2037,2025-08-01,Sukamaju Timur\n", by=operator)

    village = Area.objects.get(pk="91.37.01.2037")
    assert (village.name, village.valid_from) == ("Sukamaju Timur", date(2025, 8, 1))
    assert Area.objects.get(pk="91.37.01.2001").valid_until is None


def test_a_list_from_excel_with_semicolons_and_byte_order_mark_is_read(operator: User) -> None:
    text = "\ufeffkode_lama;kode_baru;berlaku;nama\r\n9137012001;9137011001;1-8-2025;Sukamaju\r\n"

    assert actions.replace_codes(text, by=operator) == 1


def test_a_whole_kecamatan_moves_with_its_villages(operator: User) -> None:
    actions.replace_codes(
        HEADER
        + "91.37.01.2001,91.37.02.2001,2025-08-01,Sukamaju\n"
        + "91.37.01,91.37.02,2025-08-01,Tanjung Raya\n",
        by=operator,
    )

    assert queries.current_code("91.37.01.2001") == "91.37.02.2001"
    assert queries.current_code("91.37.01") == "91.37.02"


def test_a_chain_of_changes_is_followed_to_its_end(operator: User) -> None:
    actions.replace_codes(
        HEADER
        + "91.37.01.1001,91.37.01.1002,2025-09-01,Sukamaju Kota\n"
        + "91.37.01.2001,91.37.01.1001,2025-08-01,Sukamaju\n",
        by=operator,
    )

    assert queries.current_code("91.37.01.2001") == "91.37.01.1002"


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ("91.37.01.2001,91.37.01.1001,2025-08-01,\n", [(2, "nama")]),
        ("91.37.01.2999,91.37.01.1001,2025-08-01,Baru\n", [(2, "kode_lama")]),
        ("91.37.01.2001,91.37.01.1001,kemarin,Baru\n", [(2, "berlaku")]),
        ("91.37.01.2001,91.37.01.1001,2025-02-30,Baru\n", [(2, "berlaku")]),
        ("91.37.01.2001,91.37.01,2025-08-01,Baru\n", [(2, "kode_baru")]),
        ("91.37.01.2001,91.37.01.2001,2025-08-01,Baru\n", [(2, "kode_baru")]),
        ("91.37.01.2001,,2025-08-01,Baru\n", [(2, "kode_baru")]),
        ("91.37.01.2001,91.37.09.2001,2025-08-01,Baru\n", [(2, "kode_baru")]),
        ("91.37.01,91.37.02,2025-08-01,Raya\n", [(2, "kode_lama"), (3, "kode_baru")]),
        ("63.01.01.2001,91.37.01.1001,2025-08-01,Baru\n", [(2, "kode_lama")]),
        (
            "91.37.01.2001,91.37.01.1001,2025-08-01,A\n91.37.01.2001,91.37.01.1002,2025-08-01,B\n",
            [(3, "kode_lama")],
        ),
        (
            "91.37.01.2001,91.37.01.1001,2025-08-01,A\n91.37.01.1001,91.37.01.2001,2025-09-01,B\n",
            [(3, "kode_baru")],
        ),
        ("", [(1, "kode_lama")]),
    ],
)
def test_each_wrong_row_is_told_and_nothing_is_stored(
    rows: str, errors: list[tuple[int, str]], operator: User
) -> None:
    good = ",91.37.01.2037,2025-08-01,Sukamaju Timur\n" if rows else ""

    assert refusal(HEADER + rows + good, operator) == errors

    assert not Area.objects.filter(pk="91.37.01.2037").exists()
    assert not Area.objects.exclude(valid_until=None).exists()
    assert not Event.objects.exists()


def test_a_file_without_its_columns_is_told_what_to_write(operator: User) -> None:
    assert refusal("lama,baru\n91,92\n", operator) == [(1, "kode_lama")]


def test_a_head_of_office_changes_no_codes(head: User) -> None:
    with pytest.raises(NotYours):
        actions.replace_codes(HEADER + ",91.37.01.2037,2025-08-01,Baru\n", by=head)


def test_a_code_that_nobody_knows_is_its_own_successor() -> None:
    make_area("91.37.01.2001", "Sukamaju")

    assert queries.current_code("99.99.99.2001") == "99.99.99.2001"
