"""The frame of every page: small, without inline code, and usable without JavaScript."""

import gzip
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from django.template import engines
from django.template.loader import get_template

from naikkelas.ui import apps, views

ROOM = Path(apps.__file__).parent
BASE = '{% extends "base.html" %}{% block content %}<p>Halo</p>{% endblock content %}'


class Rina:
    is_authenticated = True
    name = "Rina"

    def get_username(self) -> str:
        return "rina"


def test_the_stylesheet_and_the_script_stay_small() -> None:
    css = gzip.compress((ROOM / "static/ui/app.css").read_bytes(), 9)
    script = gzip.compress((ROOM / "static/ui/app.js").read_bytes(), 9)

    assert len(css) <= 14_000
    assert len(script) <= 3_000


def test_no_template_of_the_room_has_inline_style_or_script() -> None:
    for template in (ROOM / "templates").rglob("*.html"):
        source = template.read_text(encoding="utf-8")

        assert not re.search(r"\sstyle=|\son\w+=|<style", source), template
        assert not re.search(r"<script(?![^>]*\ssrc=)", source), template


def test_every_icon_in_use_is_in_the_sprite() -> None:
    sprite = ElementTree.parse(ROOM / "static/ui/icons.svg")
    drawn = {symbol.attrib["id"] for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol")}
    used = {
        name
        for template in ROOM.parent.rglob("templates/**/*.html")
        for name in re.findall(r"{% icon [\"']([\w-]+)[\"']", template.read_text(encoding="utf-8"))
    }

    assert used <= drawn
    assert set(views.ICONS) == drawn


def test_the_page_names_its_language_office_cut_off_and_main_part() -> None:
    page = (
        engines["django"]
        .from_string(BASE)
        .render(
            {
                "office": {"name": "Dinas P2KBP3A"},
                "cutoff": date(2025, 7, 31),
                "user": Rina(),
                "navigation": [
                    {"url": "/", "label": "Beranda", "active": True},
                    {"url": "/kampung/", "label": "Kampung", "active": False},
                ],
            }
        )
    )

    assert '<html lang="id">' in page
    assert 'href="#isi"' in page
    assert '<main id="isi"' in page
    assert "Dinas P2KBP3A" in page
    assert "31 Juli 2025" in page
    assert page.count('<a href="/" aria-current="page">Beranda</a>') == 2
    assert '<form method="post" action="/keluar/">' in page


def test_example_data_carry_a_band_and_others_do_not() -> None:
    template = engines["django"].from_string(BASE)

    assert "Data contoh." in template.render({"is_example": True})
    assert "Data contoh." not in template.render({"is_example": False})


def test_a_visitor_who_has_not_signed_in_sees_no_menu() -> None:
    page = engines["django"].from_string(BASE).render({})

    assert "Keluar" not in page
    assert "<nav" not in page


def test_refusals_with_status_422_are_swapped_in_by_htmx() -> None:
    source = get_template("base.html").template.source  # type: ignore[attr-defined]

    assert '{"code":"422","swap":true}' in source
    assert '"includeIndicatorStyles":false' in source
    assert '"allowEval":false' in source
