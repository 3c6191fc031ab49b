"""What other systems call an area is kept from a list, with its source; all of it or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.areas import actions, queries
from naikkelas.areas.errors import IdentifiersRefused
from naikkelas.areas.models import Area, AreaIdentifier
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from tests.people import make_area

pytestmark = pytest.mark.django_db
HEADER = "kode,sistem,nilai\n"
SOURCE = "Daftar kode uji 2025"


def refusal(text: str, by: User) -> list[tuple[int, str]]:
    """Row and column of each error."""
    with pytest.raises(IdentifiersRefused) as refused:
        actions.put_identifiers(HEADER + text, SOURCE, by=by)
    assert all(error.problem and error.remedy for error in refused.value.errors)
    assert not AreaIdentifier.objects.exists()
    return [(error.row, error.column) for error in refused.value.errors]


def test_codes_with_and_without_dots_are_kept_in_the_form_of_their_system(
    darma: User, sukamaju: Area
) -> None:
    count = actions.put_identifiers(
        HEADER + "9137012001,opensid,91.37.01.2001\n"
        "91.37.01.2001,openkab,9137012001\n91.37.01.2001,bps,9137010001\n",
        SOURCE,
        by=darma,
    )

    assert count == 3
    assert queries.identifiers_within("91.37", "opensid") == {"91.37.01.2001": "9137012001"}
    assert queries.areas_called("91.37", "openkab") == {"91.37.01.2001": "91.37.01.2001"}
    assert queries.identifiers_within("91.37.01", "bps") == {"91.37.01.2001": "9137010001"}
    assert queries.identifiers_within("91.38", "bps") == {}
    assert Event.objects.get(verb="area.identify").data["stored"] == 3


def test_the_same_list_twice_adds_nothing_and_a_newer_code_replaces(
    darma: User, sukamaju: Area
) -> None:
    for value, added in (("9137010001", 1), ("9137010001", 0), ("9137010007", 1)):
        text = HEADER + f"91.37.01.2001;bps;{value}\n".replace(";", ",")
        assert actions.put_identifiers(text, SOURCE, by=darma) == added

    assert queries.identifiers_within("91.37", "bps") == {"91.37.01.2001": "9137010007"}
    assert AreaIdentifier.objects.filter(replaced_at__isnull=False).get().value == "9137010001"


def test_each_fault_names_row_and_column_and_nothing_is_kept(darma: User, sukamaju: Area) -> None:
    make_area("91.38.01.2001", "Seberang")
    make_area("91.37.01.2002", "Bukit Raya")
    text = (
        "91.38.01.2001,bps,9138010001\n91.37.01.2999,bps,9137010009\n"
        "91.37.01.2001,siskeudes,1\n91.37.01.2001,bps,abc\n"
        "91.37.01.2001,bps,9137010001\n91.37.01.2002,bps,9137010001\n"
    )

    assert refusal(text, darma) == [
        (2, "kode"), (3, "kode"), (4, "sistem"), (5, "nilai"), (7, "nilai"),
    ]  # fmt: skip
    assert refusal("", darma) == [(1, "kode")]
    with pytest.raises(IdentifiersRefused, match="Kolom ini tidak ada"):
        actions.put_identifiers("kode,nilai\n1,2\n", SOURCE, by=darma)


def test_a_code_that_stands_for_another_area_is_refused(darma: User, sukamaju: Area) -> None:
    make_area("91.37.01.2002", "Bukit Raya")
    actions.put_identifiers(HEADER + "91.37.01.2001,bps,9137010001\n", SOURCE, by=darma)

    with pytest.raises(IdentifiersRefused, match=r"sudah dipakai untuk 91\.37\.01\.2001"):
        actions.put_identifiers(HEADER + "91.37.01.2002,bps,9137010001\n", SOURCE, by=darma)

    swapped = "91.37.01.2002,bps,9137010001\n91.37.01.2001,bps,9137010002\n"
    assert actions.put_identifiers(HEADER + swapped, SOURCE, by=darma) == 2


def test_who_does_not_configure_keeps_none(sari: User, sukamaju: Area) -> None:
    with pytest.raises(NotYours):
        actions.put_identifiers(HEADER + "91.37.01.2001,bps,9137010001\n", SOURCE, by=sari)


def test_the_screen_tells_what_was_kept_and_what_is_wrong(
    client: Client, darma: User, sukamaju: Area
) -> None:
    client.force_login(darma)
    url = reverse("areas:identifiers") + "?wilayah=91.37"

    def post(text: str) -> object:
        file = SimpleUploadedFile("padanan.csv", text.encode(), content_type="text/csv")
        return client.post(url, {"file": file, "source": SOURCE}, follow=True)

    wrong, right = post(HEADER + "91.37.01.2001,bps,x\n"), None
    assert wrong.status_code == 422  # type: ignore[attr-defined]
    assert "Baris 2, kolom nilai" in wrong.content.decode()  # type: ignore[attr-defined]
    right = post(HEADER + "91.37.01.2001,bps,9137010001\n")
    assert "1 padanan kode disimpan" in right.content.decode()  # type: ignore[attr-defined]
