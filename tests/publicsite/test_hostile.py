"""Hostile words in every field that reaches a public page come out as words."""

import itertools
import re
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from naikkelas.publicsite.models import RenderedPage, Site, SiteContact
from naikkelas.publicsite.pages.shell import PLACES
from naikkelas.publicsite.queries.sites import PublicSite, site_of
from naikkelas.publicsite.rules.markdown import as_html
from naikkelas.registry.models import KaderConsent, KampungKB, Meeting, Pokja, State
from naikkelas.roadmap.models import Step
from tests.activities.making import make_activity, make_item, make_photo, make_rkm
from tests.people import make_consent, make_kader, make_meeting, make_pokja, make_seat
from tests.publicsite.making import make_aspiration, make_public_text, make_release
from tests.roadmap_office.making import make_step

CALLS = ("alert(1)", "alert`1`", "top[/al/.source+/ert/.source](1)", "eval(atob('YWxlcnQoMSk='))")
ELEMENTS = (
    "<script>{}</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT><!--{}-->",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<img src=x onerror={}>",
    '<img src="x" onerror="{}">',
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<body onload={}>",
    '<iframe src="javascript:{}"></iframe>',
    '<iframe srcdoc="<script>{}</script>"></iframe>',
    '<object data="javascript:{}"></object>',
    '<embed src="javascript:{}">',
    "<math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "<details open ontoggle={}>",
    "<video><source onerror={}></video>",
    "<input autofocus onfocus={}>",
    '<a href="javascript:{}">x</a>',
    '<form action="javascript:{}"><button>x</button></form>',
    '<meta http-equiv=refresh content="0;url=javascript:{}">',
    '<base href="javascript:{}//">',
    '<link rel=stylesheet href="javascript:{}">',
    "<style>@import 'javascript:{}';</style>",
    '<div style="background:url(javascript:{})">',
    '<noscript><p title="</noscript><img src=x onerror={}>">',
    "</title><script>{}</script>",
    "</textarea><script>{}</script>",
    "--><script>{}</script><!--",
    "]]><script>{}</script>",
    '"><script>{}</script>',
    "'><img src=x onerror={}>",
    '" autofocus onfocus={} x="',
    "' onmouseover={} x='",
    "</script><script>{}</script>",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
    "&lt;script&gt;{}&lt;/script&gt;",
    "&#60;script&#62;{}&#60;/script&#62;",
    "<\x0bscript>{}</script>",
    "＜script＞{}＜/script＞",
    "<xss onpointerrawupdate={}>x</xss>",
    "<template><script>{}</script></template>",
    "{{{{ {} }}}}",
    "{{% {} %}}",
)
MARKDOWN = (
    "[x](javascript:{})",
    "[x](JaVaScRiPt:{})",
    "[x](java\tscript:{})",
    "[x](&#106;avascript:{})",
    "[x](data:text/html;base64,{})",
    "[x](vbscript:{})",
    "![x](javascript:{})",
    '![" onerror={} ](https://evil.example/x.png)',
    '![x" onerror="{}](foto:0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b)',
    "<javascript:{}>",
    "[x]: javascript:{}\n\n[x]",
    '[x](https://a.id "{}" onmouseover=x)',
    "[<img src=x onerror={}>](https://a.id)",
    "`<script>{}</script>`",
    "```\n<script>{}</script>\n```",
)
PAYLOADS = [shape.format(call) for shape, call in itertools.product((*ELEMENTS, *MARKDOWN), CALLS)]
SAFE_TAGS = {
    *("html", "head", "meta", "title", "link", "body", "a", "p", "strong", "em", "header", "nav"),
    *("div", "span", "ul", "ol", "li", "main", "h1", "h2", "h3", "section", "article", "dl", "dt"),
    *("dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "svg"),
    *(
        "rect",
        "circle",
        "text",
        "path",
        "picture",
        "source",
        "img",
        "footer",
        "br",
        "time",
        "form",
        "label",
    ),
    *("textarea", "input", "button", "script", "blockquote", "hr"),
}
SHELL_TAGS = SAFE_TAGS | {"details", "summary"}
"""What the navigation around the words of people needs too."""


class Reader(HTMLParser):
    """Reads a page as a browser does, and notes what must not be there."""

    def __init__(self, tags: set[str]) -> None:
        super().__init__()
        self.tags = tags
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in self.tags:
            self.found.append(f"<{tag}>")
        if tag == "script" and told.get("type") != "application/ld+json":
            self.found.append("script")
        for name, value in told.items():
            if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
                self.found.append(f"{tag} {name}")
            text = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name in {"href", "src", "action", "srcset"} and text.startswith(
                ("javascript:", "data:", "vbscript:", "//evil", "https://evil")
            ):
                self.found.append(f"{tag} {name}={value}")


def hostile_in(html: str, tags: set[str] = SAFE_TAGS) -> list[str]:
    reader = Reader(tags)
    reader.feed(html)
    return reader.found


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 200


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_gets_through_the_editor(payload: str) -> None:
    html = as_html(f"Halo\n\n{payload}\n\n# {payload}\n\n- {payload}", lambda key, words: "")

    assert hostile_in(html) == []


def test_the_reader_of_these_tests_sees_what_is_hostile() -> None:
    assert hostile_in("<p onclick=x>a</p><script>1</script><a href=' javascript:x'>b</a>") == [
        "p onclick",
        "script",
        "a href= javascript:x",
    ]


PARTS = 16
"""So many payloads at once that none is beyond the twenty voices of a page."""
# Templates escape the same on both databases. Parts 0 and 10 have each second shape of
# payload, with one call of four; `make test-long` reads the rest.
in_parts = pytest.mark.parametrize(
    "part", [pytest.param(n, marks=pytest.mark.long if n % 10 else ()) for n in range(PARTS)]
)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.sqlite_only
@in_parts
def test_no_payload_gets_through_any_field_of_any_page(
    reader: Client, site: PublicSite, part: int
) -> None:
    """All fields of which there are many at once; every payload comes to every such field."""
    kampung, payloads = site.kampung, PAYLOADS[part::PARTS]
    pokja = make_pokja(kampung, seksi=[one[:120] for one in payloads])
    sections = list(pokja.seksi.order_by("number"))
    rkm = make_rkm(
        kampung,
        year=2025,
        state="disetujui",
        revision=1,
        agreed_on=date(2025, 1, 5),
        agreed_by=0,
        approved_on=date(2025, 1, 7),
        approved_by=0,
    )
    paths = [path for _, path in PLACES]
    for number, payload in enumerate(payloads):
        one = make_activity(
            kampung,
            state=State.ENDORSED,
            endorsed_at=timezone.now(),
            judul=payload[:250],
            deskripsi=payload,
            tempat=payload[:200],
        )
        make_release(make_photo(one, caption=payload[:200], stored_name=f"{number}.jpg"))
        text = make_public_text(kampung, payload[:160], payload)
        paths += [f"kegiatan/{one.record}/", f"kabar/{text.pk}/"]
        kader = make_kader(kampung, payload[:120])
        make_consent(kader, purpose=KaderConsent.Purpose.NAME)
        make_seat(pokja, kader, post="anggota", seksi=sections[number])
        make_meeting(
            kampung,
            date(2025, 8, 17),
            kind=Meeting.Kind.OUTREACH,
            is_public=True,
            title=payload[:160],
            place=payload[:160],
        )
        make_aspiration(
            kampung,
            payload,
            state="tampil",
            answer=payload,
            settled_by=0,
            settled_at=timezone.now(),
        )
        make_item(rkm, payload[:250], number=number + 1)
    for kind in ("sambutan", "profil", "potensi", "dokumen"):
        make_public_text(kampung, payloads[0][:160], "\n\n".join(payloads), kind=kind)

    read_all(reader, site.url, paths)
    feed = reader.get(f"{site.url}umpan.xml")
    assert feed.status_code == 200
    assert b"<script" not in feed.content


def read_all(reader: Client, address: str, paths: Sequence[str]) -> None:
    """Every page in both languages; nothing hostile is in any."""
    for path in paths:
        for language in ("", "?bahasa=en"):
            page = reader.get(f"{address}{path}{language}")
            assert page.status_code == 200, path
            assert hostile_in(page.content.decode(), SHELL_TAGS) == [], path


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.sqlite_only
@in_parts
def test_no_payload_gets_through_what_a_site_has_one_of(
    reader: Client, site: PublicSite, part: int
) -> None:
    """Names, story, decree, contact, step of the plan: each payload in each, one after another."""
    kampung = site.kampung
    by_hand = {"kabupaten_code": kampung.kabupaten_code, "changed_by": 0}
    told = Site.objects.create(kampung=kampung, changed_at=timezone.now(), **by_hand)
    pokja = make_pokja(kampung, decree_date=date(2025, 1, 7))
    contact = SiteContact.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        number="6281200000037",
        how="lisan",
        given_on=date(2025, 1, 7),
        recorded_by=0,
        recorded_at=timezone.now(),
    )
    step = make_step(kampung)
    for payload in PAYLOADS[part::PARTS]:
        Step.objects.filter(pk=step.pk).update(name=payload[:200])
        Site.objects.filter(pk=told.pk).update(local_name=payload[:120])
        Pokja.objects.filter(pk=pokja.pk).update(decree_number=payload[:120])
        SiteContact.objects.filter(pk=contact.pk).update(label=payload[:60])
        KampungKB.objects.filter(pk=kampung.pk).update(
            nama=payload[:120], gambaran_umum=payload, kriteria=payload[:200]
        )
        address = site_of(KampungKB.objects.get(pk=kampung.pk)).url
        RenderedPage.objects.all().delete()  # nobody told the trail
        for path in ("", "profil/", "pokja/", "rencana/", "dokumen/", "kontak/"):
            page = reader.get(f"{address}{path}")
            assert page.status_code == 200, (path, payload)
            assert hostile_in(page.content.decode(), SHELL_TAGS) == [], (path, payload)
