"""The reference: every operation, made on the server, with nothing from elsewhere."""

import re

import pytest
from django.test import Client

from naikkelas.api.views.reference import refusals
from naikkelas.api.views.v1.schema import openapi

pytestmark = pytest.mark.django_db


def test_every_operation_and_every_refusal_has_its_place() -> None:
    text = Client().get("/api/v1/referensi/").content.decode()

    operations = [one for path in openapi()["paths"].values() for one in path.values()]
    assert len(operations) == 36
    for one in operations:
        assert f'id="{one["operationId"]}"' in text
        assert one["summary"]
    for refusal in refusals():
        assert f'<tr id="{refusal.code}">' in text


def test_nothing_comes_from_elsewhere_and_no_script_is_needed() -> None:
    answer = Client().get("/api/v1/referensi/")

    text = answer.content.decode()
    sources = re.findall(r'(?:src|href)="(https?:)?//', text)
    assert sources == []
    assert "cdn" not in text.lower()
    assert text.count("<script") == len(re.findall(r'<script[^>]* src="/statis/', text))


def test_a_refusal_leads_to_its_place() -> None:
    problem = Client().get("/api/v1/kampung").json()

    page, _, place = problem["type"].partition("#")
    assert f'id="{place}"' in Client().get(page).content.decode()
