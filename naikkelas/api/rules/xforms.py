"""Our forms as ODK XForms, made by `pyxform` without Java, each with the hash of its own text.

The version of a form is the hash of its definition: it changes when a field, a list, a limit or a
word changes, and with nothing else, so a phone loads a form anew exactly when it has to.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from naikkelas.api.rules.survey import KEGIATAN, Row, Survey, survey_of
from naikkelas.registry.rules.schema import REPORTS

CODES = (KEGIATAN, *(form.code for form in REPORTS))
"""Every form that there is for apps."""
_UNNAMED = "0" * 12


@dataclass(frozen=True, slots=True)
class XForm:
    """A form as an app downloads it."""

    code: str
    title: str
    version: str
    xml: bytes
    attachments: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def md5(self) -> str:
        """`md5:…`, as form lists of OpenRosa carry it."""
        return md5(self.xml)


def md5(content: bytes) -> str:
    """The hash by which an app sees that a file has changed; no safeguard against anybody."""
    return f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"


@cache
def xform(code: str) -> XForm:
    """The form of a code, made once a process (about 0.1 s); KeyError where there is none."""
    survey = survey_of(code)
    warnings: list[str] = []
    unnamed = _converted(survey, _UNNAMED, warnings)
    version = hashlib.sha256(unnamed.encode()).hexdigest()[:12]
    xml = unnamed.replace(f'version="{_UNNAMED}"', f'version="{version}"', 1)
    files = survey.attachments
    return XForm(survey.code, survey.title, version, xml.encode(), files, tuple(warnings))


def _converted(survey: Survey, version: str, warnings: list[str]) -> str:
    # Here, not above: nobody else needs it, and it takes a third of a second.
    from pyxform.xls2xform import convert

    rows, header = _sheet(survey.rows)
    choices, choices_header = _sheet(survey.choices)
    settings = {
        "form_id": survey.code,
        "form_title": survey.title,
        "version": version,
        "default_language": "Bahasa Indonesia (id)",
    }
    workbook = {
        "survey": rows,
        "survey_header": header,
        "choices": choices,
        "choices_header": choices_header,
        "settings": [settings],
    }
    return str(convert(workbook, warnings=warnings, validate=False).xform)


def _sheet(rows: tuple[Row, ...]) -> tuple[list[dict[str, str]], list[Mapping[str, None]]]:
    """The rows with their columns in one order, and the header that names them."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    ordered = [{key: row[key] for key in columns if row.get(key)} for row in rows]
    return ordered, [dict.fromkeys(columns)]
