"""A lesson is read and a test is sat without a signal, and it arrives once."""

from collections.abc import Callable

from playwright.sync_api import expect

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from naikkelas.training.models import TestSitting
from naikkelas.training.rules.testing import draw
from tests.browser.phone.handset import Handset
from tests.people import make_kader
from tests.training.making import curriculum, make_participant, make_session

Make = Callable[..., Handset]


def test_a_test_is_sat_in_the_field_and_marked_when_it_arrives(
    handset: Make, ani: User, kampung: KampungKB
) -> None:
    from naikkelas.areas.queries import local_now

    area = Area.objects.get(pk=kampung.kabupaten_code)
    session = make_session(area, local_now(kampung.village_id).date())
    row = make_participant(session, make_kader(kampung, "Bu Ratna"))
    drawn = draw(curriculum(), row.seed, "pra", 1)
    phone = handset(ani)
    phone.first_visit()
    phone.offline()

    phone.page.get_by_role("link", name="Pelatihan").click()
    other = curriculum("rkm")  # nobody was invited to it
    phone.page.get_by_role("link", name=f"{other.name} Untuk dibaca").click()
    phone.page.get_by_text(other.lessons[0].title).click()
    expect(phone.page.get_by_text(other.lessons[0].paragraphs[0])).to_be_visible()
    phone.page.get_by_role("link", name="Kembali").click()
    phone.page.get_by_role("link", name=curriculum().name).click()
    lesson = curriculum().lessons[0]
    phone.page.get_by_text(lesson.title).click()
    expect(phone.page.get_by_text(lesson.paragraphs[0])).to_be_visible()
    phone.page.get_by_role("link", name="Tes awal: Bu Ratna").click()
    for one in drawn:
        box = phone.page.locator(f'[data-field="{one.question.code}"]')
        box.get_by_role("radio", name=one.question.right, exact=True).check()
    phone.page.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.page.get_by_role("link", name="Tes akhir: Bu Ratna")).to_be_visible()
    expect(phone.page.get_by_role("link", name="Tes awal: Bu Ratna")).to_have_count(0)
    assert not TestSitting.objects.exists()

    phone.online()
    phone.arrived(1)

    sitting = TestSitting.objects.get()
    assert (sitting.kind, sitting.right, sitting.asked, sitting.way) == ("pra", 8, 8, "hp")
    phone.page.goto(f"{phone.url}/kerja/#/catatan/{sitting.pk}")
    expect(phone.page.get_by_text("Tes awal: 8 dari 8 jawaban benar.")).to_be_visible()
    assert phone.errors == []
