"""The schema never breaks a program of today, and what would break one is noticed."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from naikkelas.api.views.v1.schema import openapi
from scripts.openapi import breaking, committed, text

Json = dict[str, Any]
KAMPUNG = "/api/v1/kampung"
KKBPK = "/api/v1/laporan/kkbpk"


def test_the_schema_of_today_breaks_no_program() -> None:
    assert breaking(committed(), openapi()) == []


def test_the_committed_schema_is_that_of_the_code() -> None:
    assert text(committed()) == text(openapi()), "run `python -m scripts.openapi`"


def _operation(document: Json, path: str = KAMPUNG, method: str = "get") -> Json:
    found: Json = document["paths"][path][method]
    return found


def _members(document: Json, name: str) -> Json:
    found: Json = document["components"]["schemas"][name]
    return found


def _parameter(document: Json, name: str) -> Json:
    return next(one for one in _operation(document)["parameters"] if one["name"] == name)


def _narrow_count(document: Json) -> None:
    _parameter(document, "banyak")["schema"]["maximum"] = 100


def _require_name(document: Json) -> None:
    _parameter(document, "nama")["required"] = True


def _drop_parameter(document: Json) -> None:
    parameters = _operation(document)["parameters"]
    parameters.remove(_parameter(document, "aktif"))


def _new_required_parameter(document: Json) -> None:
    new = {"in": "query", "name": "versi", "required": True, "schema": {"type": "string"}}
    _operation(document)["parameters"].append(new)


def _require_member(document: Json) -> None:
    _members(document, "LaporanKkbpkBaru").setdefault("required", []).append("alasan")


def _unknown_member(document: Json) -> None:
    del _members(document, "IsiKkbpkBaru")["properties"]["iud"]


def _no_null(document: Json) -> None:
    iud = _members(document, "IsiKkbpkBaru")["properties"]["iud"]
    iud["anyOf"] = [one for one in iud["anyOf"] if one.get("type") != "null"]


def _fewer_choices(document: Json) -> None:
    members = _members(document, "IsiKegiatanBaru")["properties"]["instansi"]
    members["items"]["enum"] = members["items"]["enum"][1:]


def _answer_without(document: Json) -> None:
    del _members(document, "Kampung")["properties"]["nama"]


def _answer_may_lack(document: Json) -> None:
    _members(document, "Kampung")["required"].remove("nama")


def _answer_may_be_null(document: Json) -> None:
    name = _members(document, "Kampung")["properties"]["nama"]
    name["anyOf"] = [{"type": name.pop("type")}, {"type": "null"}]


def _answer_of_another_type(document: Json) -> None:
    _members(document, "Kampung")["properties"]["aktif"]["type"] = "string"


def _more_levels(document: Json) -> None:
    level = _members(document, "HasilAturan")["properties"]["klasifikasi"]["anyOf"][0]
    level["enum"].append("teladan")


def _another_scope(document: Json) -> None:
    _operation(document)["x-cakupan"] = "baca:semua"


def _closed(document: Json) -> None:
    _operation(document, "/api/v1/wilayah")["security"] = [{"kunci": []}]


def _no_path(document: Json) -> None:
    del document["paths"][KAMPUNG]


def _no_method(document: Json) -> None:
    del document["paths"][KKBPK]["post"]


def _no_status(document: Json) -> None:
    _operation(document, KKBPK, "post")["responses"].pop("201")


BREAKS: dict[Callable[[Json], None], str] = {
    _narrow_count: "GET /api/v1/kampung banyak: maximum is lower",
    _require_name: "GET /api/v1/kampung nama: required now",
    _drop_parameter: "GET /api/v1/kampung aktif: gone",
    _new_required_parameter: "GET /api/v1/kampung versi: new and required",
    _require_member: "POST /api/v1/laporan/kkbpk body/alasan: required now",
    _unknown_member: "POST /api/v1/laporan/kkbpk body/isi/iud: gone",
    _no_null: "POST /api/v1/laporan/kkbpk body/isi/iud: takes null no more",
    _fewer_choices: "POST /api/v1/kegiatan body/isi/instansi[]: takes",
    _answer_without: "GET /api/v1/kampung 200/data[]/nama: gone",
    _answer_may_lack: "GET /api/v1/kampung 200/data[]/nama: may be left out now",
    _answer_may_be_null: "GET /api/v1/kampung 200/data[]/nama: may be null now",
    _answer_of_another_type: "GET /api/v1/kampung 200/data[]/aktif: may be string now",
    _more_levels: 'GET /api/v1/kelas 200/data[]/utama/klasifikasi: may be "teladan" now',
    _another_scope: "GET /api/v1/kampung: another scope",
    _closed: "GET /api/v1/wilayah: needs a key now",
    _no_path: "GET /api/v1/kampung: gone",
    _no_method: "POST /api/v1/laporan/kkbpk: gone",
    _no_status: "POST /api/v1/laporan/kkbpk 201: gone",
}


@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.__name__)
def test_what_breaks_a_program_is_noticed(change: Callable[[Json], None]) -> None:
    new = copy.deepcopy(openapi())
    change(new)

    assert any(one.startswith(BREAKS[change]) for one in breaking(openapi(), new))


def _new_path(document: Json) -> None:
    document["paths"]["/api/v1/baru"] = document["paths"][KAMPUNG]


def _new_member(document: Json) -> None:
    _members(document, "Kampung")["properties"]["baru"] = {"type": "string"}


def _new_optional(document: Json) -> None:
    _members(document, "IsiKkbpkBaru")["properties"]["baru"] = {"type": "integer"}


def _wider(document: Json) -> None:
    _parameter(document, "banyak")["schema"]["maximum"] = 500


@pytest.mark.parametrize(
    "change", [_new_path, _new_member, _new_optional, _wider], ids=lambda change: change.__name__
)
def test_what_only_adds_breaks_nothing(change: Callable[[Json], None]) -> None:
    new = copy.deepcopy(openapi())
    change(new)

    assert breaking(openapi(), new) == []
