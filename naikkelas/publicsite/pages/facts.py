"""Pages of facts: profile, Pokja, plan, class, data, documents."""

from typing import Any  # rows of templates

from naikkelas.activities.models import RKM
from naikkelas.activities.rules.rkm import STATES
from naikkelas.instruments.rules import Instrument
from naikkelas.publicsite.models import SiteText
from naikkelas.publicsite.pages.shell import page
from naikkelas.publicsite.queries import figures, texts
from naikkelas.publicsite.queries.shown import Shown
from naikkelas.publicsite.queries.sites import PublicSite
from naikkelas.publicsite.rendered import Made
from naikkelas.publicsite.rules.drawing import bars, pyramid
from naikkelas.publicsite.rules.guard import guarded
from naikkelas.publicsite.rules.names import levels_in, named, short
from naikkelas.publicsite.rules.words import said
from naikkelas.registry.models import PokjaSeat
from naikkelas.registry.queries.pokja import named_in_public, open_pokja, open_seats
from naikkelas.registry.rules import reference
from naikkelas.roadmap.queries import nearest, next_steps
from naikkelas.roadmap.rules import words as roadmap_words
from naikkelas.roadmap.rules.steps import Work
from naikkelas.themes.models import ThemeMembership
from naikkelas.themes.queries.catalogue import catalogue_of
from naikkelas.ui.levels import level

_POSTS = list(PokjaSeat.Post.values)
WORKS_SAID = 4
HIGHEST_SCORE = 4
"""Scores of the twelve indicators go from 1 to 4 (Juknis Kampung KB 2023)."""


def profile(site: PublicSite, language: str) -> Made:
    """What the kampung is: its story, its figures as computed now, its groups, its themes."""
    shown, kampung = Shown(site), site.kampung
    story = texts.of_page(site, SiteText.Kind.PROFILE)
    report = shown.report("profil")
    context = {
        "today": shown.today,
        "story": texts.as_html(site, story.body) if story else "",
        "general": guarded(kampung.gambaran_umum),
        "scope": {"desa": "Desa/kelurahan", "dusun": "Dusun", "rw": "RW"}.get(
            kampung.cakupan_wilayah, ""
        ),
        "criteria": _names("kriteria_lokasi", kampung.kriteria),
        "families": figures.families(shown),
        "population": figures.population(shown),
        "groups": figures.groups(shown),
        "reported_on": report.tanggal_isi if report else None,
        "themes": themes(site),
    }
    return page(site, language, "profil/", "publicsite/profile.html", context)


def _names(source: str, codes: str) -> list[str]:
    names = reference.names(source)
    return [names.get(code, code) for code in codes.split("|") if code]


def themes(site: PublicSite) -> list[tuple[str, Any]]:
    """The themes that a kampung carries, each with its first day."""
    rows = ThemeMembership.objects.filter(
        kampung=site.kampung, until__isnull=True, withdrawn_at__isnull=True
    )
    found = list(rows)
    known = catalogue_of(site.kampung.village_id).themes if found else {}
    return [(known[one.theme].name, one.since) for one in found if one.theme in known]


def pokja(site: PublicSite, language: str) -> Made:
    """Who does what, by post; a name only while its owner agrees."""
    group = open_pokja(site.kampung)
    seats = list(open_seats(group)) if group else []
    named = named_in_public([one.kader_id for one in seats])
    rows = [
        {
            "post": seat.get_post_display(),
            "section": guarded(seat.seksi.name) if seat.seksi else "",
            "name": seat.kader.name if seat.kader_id in named else "",
        }
        for seat in sorted(seats, key=lambda seat: _POSTS.index(seat.post))
        if seat.kader.left_on is None and seat.kader.scrubbed_at is None
    ]
    context = {"today": Shown(site).today, "pokja": group, "rows": rows, "named": bool(named)}
    return page(site, language, "pokja/", "publicsite/pokja.html", context)


def plan(site: PublicSite, language: str) -> Made:
    """The year plan as it was approved, and the next steps of the roadmap."""
    shown = Shown(site)
    approved = RKM.objects.filter(kampung=site.kampung, revision__gt=0, year__lte=shown.today.year)
    rkm = approved.order_by("-year").first()
    steps = [
        {
            "name": guarded(step.name),
            "due": step.due_on,
            "state": said(str(step.get_state_display()), language),
        }
        for step in next_steps(site.kampung)
    ]
    context = {
        "today": shown.today,
        "rkm": rkm,
        "items": _items(rkm, language) if rkm else [],
        "steps": steps,
    }
    return page(site, language, "rencana/", "publicsite/plan.html", context)


def _items(rkm: RKM, language: str) -> list[dict[str, Any]]:
    """Of a plan in revision the items as approved last; without persons in charge."""
    if rkm.is_approved:
        rows = list(rkm.items.standing().order_by("number"))
        values = [{"name": one.name, "months": one.months, "state": one.state} for one in rows]
    else:
        version = rkm.versions.first()
        values = list(version.items) if version else []
    return [
        {
            "name": guarded(str(one.get("name", ""))),
            "months": ", ".join(
                said(MONTHS[int(month) - 1], language)
                for month in str(one.get("months", "")).split("|")
                if month.isdecimal() and 1 <= int(month) <= 12
            ),
            "state": said(STATES.get(str(one.get("state", "")), ""), language),
        }
        for one in values
    ]


MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def classes(site: PublicSite, language: str) -> Made:
    """The verified class, its scores, and what comes next."""
    shown = Shown(site)
    card = shown.card
    rule = card.instrument
    known = any(card.versions.values())
    scores = [(one.name, one.score) for one in card.scorecard.scores]
    names = {one.code: one.name for one in rule.dimensions}
    context = {
        "today": shown.today,
        "shown": shown,
        "known": known,
        "scores": scores,
        "chart": bars(
            [(short("indikator", name, language), score) for name, score in scores],
            HIGHEST_SCORE,
            said("Nilai dua belas indikator", language),
        ),
        "indexes": [
            (names.get(code, code), value, card.scorecard.passed.get(code))
            for code, value in card.scorecard.indexes.items()
            if code in names
        ],
        "level": shown.level_in(language),
        "goals": _goals(shown, language) if known else [],
    }
    return page(site, language, "kelas/", "publicsite/class.html", context)


def _goals(shown: Shown, language: str) -> list[dict[str, Any]]:
    """The nearest class above, as the roadmap computes it from the accepted facts.

    Its sentences are Indonesian; in English the indicator to raise and by how much stands instead.
    """
    branch = nearest(shown.card)
    if branch is None:
        return []
    works = branch.options[0].works if branch.options else ()
    rule = shown.card.instrument
    return [
        {
            "level": level(branch.branch.level, levels_in(shown.labels, language)).label,
            "points": branch.branch.points,
            "works": [_work(work, rule, language) for work in works[:WORKS_SAID]],
        }
    ]


def _work(work: Work, rule: Instrument, language: str) -> str:
    if language == "id":
        return roadmap_words.said(work, rule)
    indicator = rule.indicator_by_code[work.indicator].name
    return f"{named('indikator', indicator, language)}: +{work.points}"


def data(site: PublicSite, language: str) -> Made:
    """Figures of the accepted reports, each with its day; small cells left out."""
    shown = Shown(site)
    by_age = figures.ages(shown)
    label, methods = said("Piramida penduduk", language), figures.methods(shown)
    context = {
        "today": shown.today,
        "ages": by_age,
        "pyramid": _pyramid(by_age, label, language) if by_age else "",
        "families": figures.families(shown),
        "poktan": figures.poktan(shown),
        "methods": methods,
        "mix": _mix(methods, language),
        "not_using": figures.not_using(shown),
    }
    return page(site, language, "data/", "publicsite/data.html", context)


def _pyramid(ages: figures.Ages, label: str, language: str) -> str:
    rows = [(short("umur", name, language), men, women) for name, men, women in ages.rows]
    return pyramid(rows, label)


def _mix(methods: figures.Figures | None, language: str) -> str:
    """Users by method as bars; what may not be told or was not filled in has none."""
    known = [cell.value for cell in methods.cells if cell.value] if methods else []
    if methods is None or not known:
        return ""
    rows = [(short("kontrasepsi", cell.name, language), cell.value) for cell in methods.cells]
    return bars(rows, max(known), said("Peserta KB menurut metode", language))


def documents(site: PublicSite, language: str) -> Made:
    """Decrees and plans by number and day, and what the Pokja links to."""
    shown, group = Shown(site), open_pokja(site.kampung)
    words = texts.of_page(site, SiteText.Kind.DOCUMENTS)
    context = {
        "today": shown.today,
        "pokja": group if group and group.decree_number else None,
        "plans": list(RKM.objects.filter(kampung=site.kampung, revision__gt=0)[:5]),
        "words": words,
        "body": texts.as_html(site, words.body) if words else "",
    }
    return page(site, language, "dokumen/", "publicsite/documents.html", context)
