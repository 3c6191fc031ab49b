"""Sites of the example: texts, photos, an answered voice in the kampung of the account of the PKB.

All of it goes the way of people: the Pokja or the system writes, the PKB publishes, so that the
trail has it. The photos are drawn, marked FOTO CONTOH, and show nobody.
"""

from datetime import date, timedelta
from random import Random

from naikkelas.accounts.models import User
from naikkelas.activities.models import KegiatanPhoto
from naikkelas.config.commands import example_site_words as words
from naikkelas.config.commands.example_activities import DESKS, Deed, report
from naikkelas.publicsite.actions import aspirations, photos, sites, texts
from naikkelas.publicsite.models import SiteText
from naikkelas.publicsite.rules.themes import THEMES
from naikkelas.registry.models import KampungKB

SEED = 37
KECAMATAN = "63.01.10"
"""That of the accounts of PKB and kecamatan, who publish and verify."""
MOST = 8
SHOWN = "63.01.10.2004"
"""Tirta Jaya, whose Pokja has an account: one of its texts waits for the PKB."""
DAYS_AGO = 5
WAITING = ("Lomba kebersihan antar-RT (contoh)", "Pendaftaran dibuka sampai akhir bulan.")
PICTURE = "Contoh: meja produk di balai desa"


def make_sites(cutoff: date, today: date, *, by: User) -> int:
    """Fill a handful of sites; how many. Without the accounts there is nobody to publish.

    The activities of the photos lie after the cut-off, as those of `example_activities` do.
    """
    people = {one.username: one for one in User.objects.filter(username__in=("pokja", *DESKS))}
    if len(people) != 1 + len(DESKS):
        return 0
    found = KampungKB.objects.live().within(KECAMATAN).filter(is_double=False, is_example=True)
    rows = list(found.select_related("village__parent").order_by("village_id")[:MOST])
    for number, kampung in enumerate(rows):
        writer = people["pokja"] if kampung.village_id == SHOWN else by
        place = words.PLACES[number % len(words.PLACES)]
        day = today - timedelta(days=DAYS_AGO + number)
        # A picture takes longer to make than all texts of a site, so two sites have one.
        is_seen = day > cutoff and (number == 0 or kampung.village_id == SHOWN)
        photo = _photo(kampung, place, day, writer, people) if is_seen else ""
        _write(kampung, place, today, photo, writer, people["pkb"])
        theme = list(THEMES)[number % len(THEMES)]
        sites.choose_look(kampung, theme=theme, local_name="", has_english=True, by=writer)
        _answer(kampung, place, writer)
        if kampung.village_id == SHOWN:
            text = texts.write(kampung, SiteText.Kind.NEWS, *WAITING, by=writer)
            texts.send(text, seen=1, by=writer)
    return len(rows)


def _write(
    kampung: KampungKB, place: words.Place, today: date, photo: str, writer: User, pkb: User
) -> None:
    name = str(kampung)
    dice = Random(f"{SEED} {kampung.village_id}")
    kecamatan = kampung.village.parent.name if kampung.village.parent else ""
    kinds = SiteText.Kind
    told = [
        (kinds.WELCOME, "Selamat datang (contoh)", words.welcome(name, place)),
        (kinds.PROFILE, f"Cerita {name} (contoh)", words.story(name, kecamatan, place)),
        (kinds.POTENTIAL, "Potensi dan produk (contoh)", words.potential(place)),
        (kinds.DOCUMENTS, "Dokumen kampung (contoh)", words.documents(today.year)),
    ]
    told += [(kinds.NEWS, *one) for one in words.news(name, place, dice, photo)]
    for kind, title, body in told:
        text = texts.write(kampung, kind, title, body, by=writer)
        texts.send(text, seen=1, by=writer)
        texts.publish(text, seen=1, by=pkb)


def _answer(kampung: KampungKB, place: words.Place, writer: User) -> None:
    said, answer = words.voice(place)
    voice = aspirations.receive(kampung, said, network=f"contoh {kampung.village_id}")
    aspirations.settle(voice, show=True, answer=answer, by=writer)


def _photo(
    kampung: KampungKB, place: words.Place, day: date, writer: User, people: dict[str, User]
) -> str:
    """An endorsed activity with one released photo, as the sign that a text shows it by."""
    title = f"Pasar {place.product} UPPKA (contoh)"
    deed = Deed(title, "ekonomi", ("pus",), stages=len(DESKS), photos=(PICTURE,), group="uppka")
    record = report(kampung, deed, day, people, writer)
    photo = KegiatanPhoto.objects.select_related("kampung").get(record=record)
    photos.release(photo, "tanpa", by=writer)
    return f"![{PICTURE}](foto:{photo.pk})"
