"""The whole way of a training on screens: planned, asked, tested, certified, derived."""

import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader

from naikkelas.accounts.models import User
from naikkelas.registry.models import Kader, KaderTraining, KampungKB
from naikkelas.registry.queries.derived import profile_facts
from naikkelas.training.models import Certificate, Participant, TestSitting, TrainingSession
from naikkelas.training.rules.curricula import parsed
from naikkelas.training.rules.testing import draw
from tests.training.conftest import DAY

pytestmark = pytest.mark.django_db

PLAN = {
    "curriculum": "peran_seksi",
    "area": "91.37",
    "starts_on": "2025-07-16",
    "starts": "08.00",
    "ends": "14.00",
    "place": "Aula kecamatan",
    "trainer": "Bu Pelatih",
    "seats": "12",
    "cost": "2.500.000",
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answers(participant: Participant, kind: str, wrong: int = 0) -> dict[str, int]:
    """The right places but for the first few questions."""
    curriculum = parsed(participant.session.curriculum.text)
    drawn = draw(curriculum, participant.seed, kind, 1)
    return {
        one.question.code: (one.right_place + (number < wrong)) % len(one.options)
        for number, one in enumerate(drawn)
    }


def test_a_training_from_its_plan_to_the_derived_fact_and_back(
    operator: User, chair: User, kampung: KampungKB, ratna: Kader
) -> None:
    office, village = signed_in(operator), signed_in(chair)
    assert "pokja_terlatih" not in profile_facts(kampung, DAY)

    # Planned, and the kampung that needs it is suggested with why.
    assert office.post("/pelatihan/baru/", PLAN).status_code == 302
    session = TrainingSession.objects.get()
    place = f"/pelatihan/{session.pk}/"
    page = office.get(f"{place}undang/").content.decode()
    assert "Pokja belum pernah dilatih" in page
    assert office.post(f"{place}undang/", {"chosen": [str(kampung.pk)]}).status_code == 302

    # Registered by the Pokja, tested, present, tested again.
    asked = village.get(f"/kampung/{kampung.pk}/pelatihan/").content.decode()
    assert f"/kampung/{kampung.pk}/pelatihan/{session.pk}/daftar/" in asked
    village.post(
        f"/kampung/{kampung.pk}/pelatihan/{session.pk}/daftar/", {"chosen": [str(ratna.pk)]}
    )
    person = Participant.objects.get()
    test = f"{place}peserta/{person.pk}/tes/"
    village.post(f"{test}pra/", answers(person, "pra", wrong=5))
    office.post(f"{place}hadir/", {"chosen": [str(person.pk)]})
    assert office.post(f"{place}terbitkan/").status_code == 302
    assert not Certificate.objects.exists()  # the last test is missing
    village.post(f"{test}pasca/", answers(person, "pasca", wrong=1))
    assert [(one.kind, one.right) for one in TestSitting.objects.all()] == [
        ("pra", 3),
        ("pasca", 7),
    ]

    # Certified once, however often the button is pressed, and noted in the records of the kampung.
    office.post(f"{place}terbitkan/")
    office.post(f"{place}terbitkan/")
    certificate = Certificate.objects.get()
    assert KaderTraining.objects.filter(kader=ratna, withdrawn_at__isnull=True).count() == 1
    facts = profile_facts(kampung, DAY)
    assert facts["pokja_terlatih"].value is True
    assert facts["pokja_anggota_terlatih"].value == 1

    paper = village.get(f"{place}peserta/{person.pk}/sertifikat.pdf")
    told = PdfReader(io.BytesIO(b"".join(paper)))
    text = re.sub(r"\s+", " ", told.pages[0].extract_text())
    for words in (
        certificate.number,
        "Siti Ratna",
        session.curriculum.name,
        "6 jam",
        "nilai tes akhir 87",
    ):
        assert words in text
    assert f"/sertifikat/{certificate.token}/" in text

    # The public page tells as little as possible; taken back, it says so and the fact goes.
    public = Client().get(f"/sertifikat/{certificate.token}/").content.decode()
    assert "Berlaku" in public
    assert "S. R." in public
    assert "Ratna" not in public
    assert (
        office.post(f"{place}peserta/{person.pk}/cabut/", {"reason": "Salah orang"}).status_code
        == 302
    )
    public = Client().get(f"/sertifikat/{certificate.token}/").content.decode()
    assert "Dicabut" in public
    assert "Salah orang" not in public
    assert "pokja_terlatih" not in profile_facts(kampung, DAY)
