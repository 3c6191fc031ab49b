"""The gallery: for those who build and set up, invisible to everyone else."""

import pytest
from django.test import Client
from django.test.utils import override_settings

from naikkelas.accounts.models import Role, User
from naikkelas.ui import gallery

pytestmark = pytest.mark.django_db


def person(role: Role) -> User:
    return User.objects.create_user("rina", name="Rina", role=role, area=None)


def test_a_visitor_finds_no_gallery(client: Client) -> None:
    assert client.get("/galeri/").status_code == 404


def test_someone_who_only_reads_finds_no_gallery(client: Client) -> None:
    client.force_login(person(Role.HEAD))

    assert client.get("/galeri/").status_code == 404


def test_the_operator_sees_every_chart_labelled_as_an_example(client: Client) -> None:
    client.force_login(person(Role.OPERATOR))

    page = client.get("/galeri/").content.decode()

    assert page.count('<figure class="chart ') == len(gallery.drawings())
    assert page.count("<strong>Contoh.</strong>") == len(gallery.drawings())
    assert " style=" not in page


@override_settings(DEBUG=True)
def test_a_developer_sees_it_without_signing_in(client: Client) -> None:
    assert client.get("/galeri/?halaman=3").status_code == 200


def test_it_answers_to_reading_only(client: Client) -> None:
    assert client.post("/galeri/").status_code == 405
