"""Pages with lists ask the database as often for one row as for thirty."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.registry.models import KampungKB
from tests.activities.making import YEAR, make_activity, make_item, make_rkm
from tests.activities.phone import Phone, envelope
from tests.insights.conftest import budget
from tests.people import make_group, make_kader, make_pokja, make_seat

pytestmark = pytest.mark.django_db


def test_one_row_costs_as_much_as_thirty(
    client: Client, kampung: KampungKB, ani: User, budi: User
) -> None:
    plan, pokja, phone = make_rkm(kampung), make_pokja(kampung), Phone(budi)
    of_kampung = ("activities:list", "activities:rkm_list", "registry:pokja_show")
    pages = {
        name: reverse(name, args=[kampung.pk]) for name in (*of_kampung, "registry:group_list")
    }
    pages["activities:rkm"] = reverse("activities:rkm", args=[kampung.pk, YEAR])
    pages["activities:waiting"] = reverse("activities:waiting")
    client.force_login(ani)

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            kader = make_kader(kampung, f"Kader {number}")
            make_activity(kampung, date(2025, 5, 1) + timedelta(number), judul=f"Kelas {number}")
            make_item(plan, f"Pelatihan {number}", kader=kader)
            make_seat(pokja, kader, "anggota")
            make_group(kampung, nama=f"BKB {number}", kader=kader)
            assert phone.send(envelope(kampung)).status_code == 422
            if number:
                make_rkm(kampung, YEAR + number)

    for first, last in ((0, 1), (1, 30)):
        grow(first, last)
        for url in pages.values():
            client.get(url)  # what is kept between requests is kept from here on
        for name, url in pages.items():
            with budget(name):
                assert client.get(url).status_code == 200
