"""The words, figures and components of all templates."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone


def rendered(source: str, url: str = "/", **values: Any) -> str:
    """The text of a fragment, without the context of a page (which would need a database)."""
    context = Context({"request": RequestFactory().get(url), **values})
    return " ".join(Template(source).render(context).split())


def test_figures_and_dates_are_shown_the_indonesian_way() -> None:
    shown = rendered(
        "{{ n|id_number }} {{ p|percent:2 }} {{ r|rupiah }} "
        "{{ d|id_date }} {{ d|id_month }} {{ c|signed }}",
        n=1234.5,
        p=12.5,
        r=4500000,
        d=date(2026, 11, 21),
        c=3,
    )

    assert shown == "1.234,5 12,50% Rp4.500.000 21 November 2026 November 2026 +3"


def test_a_moment_is_shown_in_the_time_zone_of_the_reader() -> None:
    late = datetime(2025, 7, 31, 18, 30, tzinfo=UTC)

    with timezone.override("Asia/Makassar"):
        assert rendered("{{ m|id_date }} {{ m|id_datetime }}", m=late) == (
            "1 Agustus 2025 1 Agustus 2025 pukul 02.30"
        )


@pytest.mark.parametrize(
    "filter_",
    ["id_number", "percent", "rupiah", "id_date", "id_month", "signed", "absent", "yes_no"],
)
def test_what_is_missing_is_a_dash_that_is_read_aloud_as_not_filled_in(filter_: str) -> None:
    shown = rendered("{{ nothing|" + filter_ + " }}", nothing=None)

    assert "—" in shown
    assert "tidak diisi" in shown


def test_zero_and_no_are_not_missing() -> None:
    assert rendered("{{ zero|absent }} {{ zero|id_number }} {{ no|yes_no }}", zero=0, no=False) == (
        "0 0 Tidak"
    )


def test_a_level_is_colour_number_and_word_together() -> None:
    shown = rendered('{% level_badge "berkelanjutan" %}')

    assert 'class="level-badge level-4"' in shown
    assert ">4<" in shown
    assert ">Berkelanjutan<" in shown
    assert "Klasifikasi Kampung KB" in shown


def test_a_kabupaten_uses_its_own_word_for_a_level() -> None:
    labels = {"berkelanjutan": "Paripurna"}

    assert ">Paripurna<" in rendered('{% level_badge "berkelanjutan" %}', level_labels=labels)
    assert rendered('{% level_name "dasar" %}', level_labels=labels) == "Dasar"


def test_no_level_is_never_shown_as_a_level() -> None:
    shown = rendered("{% level_badge None %}{% level_badge 'desa_maju' %}")

    assert shown.count("level-none") == 2
    assert shown.count("Tanpa kelas") >= 2


def test_the_url_keeps_its_other_parameters() -> None:
    shown = rendered(
        "{% query_string urut='nama' kelas='' %}", url="/kampung/?kelas=dasar&cari=a+b&urut=x"
    )

    assert shown == "?cari=a+b&amp;urut=nama"


def test_the_pagination_keeps_the_filters_and_marks_the_present_page() -> None:
    page = Paginator(range(1234), 20).page(7)

    shown = rendered("{% pagination page %}", url="/kampung/?kelas=dasar&halaman=7", page=page)

    assert "121–140 dari 1.234" in shown
    assert 'href="?kelas=dasar&amp;halaman=8"' in shown
    assert '<span aria-current="page">7</span>' in shown
    assert shown.count('class="gap"') == 2


def test_a_list_on_one_page_only_says_how_many() -> None:
    shown = rendered("{% pagination page %}", page=Paginator(range(3), 20).page(1))

    assert "1–3 dari 3" in shown
    assert "<ol>" not in shown


class ReportForm(forms.Form):
    couples = forms.IntegerField(label="PUS", help_text="Bulan lalu: 412.")
    funds = forms.MultipleChoiceField(
        label="Sumber dana",
        required=False,
        choices=[("apbd", "APBD")],
        widget=forms.CheckboxSelectMultiple,
    )


def test_a_field_ties_hint_and_error_to_its_control() -> None:
    form = ReportForm({"couples": "banyak"})

    shown = rendered("{% field form.couples %}", form=form)

    assert '<label class="field-label" for="id_couples">PUS</label>' in shown
    assert 'aria-describedby="id_couples-petunjuk id_couples-kesalahan"' in shown
    assert 'id="id_couples-petunjuk">Bulan lalu: 412.' in shown
    assert 'aria-invalid="true"' in shown


def test_a_group_of_choices_is_a_fieldset_with_its_question() -> None:
    shown = rendered("{% field form.funds %}", form=ReportForm())

    assert "<fieldset" in shown
    assert (
        '<legend>Sumber dana <span class="field-optional">(boleh kosong)</span></legend>' in shown
    )


def test_the_error_summary_leads_to_each_field_and_is_absent_without_errors() -> None:
    wrong = rendered("{% error_summary form %}", form=ReportForm({"couples": ""}))
    right = rendered("{% error_summary form %}", form=ReportForm({"couples": "37"}))

    assert 'href="#id_couples"' in wrong
    assert "Ada 1 hal" in wrong
    assert right == ""


def test_texts_of_people_are_escaped_in_alerts() -> None:
    shown = rendered(
        '{% alert "warn" title=bad %}{{ bad }}{% endalert %}', bad="<script>alert(1)</script>"
    )

    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 2
    assert "alert-warn" in shown


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "search" %}')
    assert 'role="img" aria-label="Cari"' in rendered('{% icon "search" label="Cari" %}')
