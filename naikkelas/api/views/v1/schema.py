"""The OpenAPI 3.1 document: what ninja knows of the views, and what the door adds to them."""

from functools import cache
from typing import Any

from naikkelas.accounts.rules.scopes import SCOPES
from naikkelas.api.views.v1 import schemas
from naikkelas.api.views.v1.problems import PROBLEM
from naikkelas.api.views.v1.program import Endpoint, all_endpoints, api

PREFIX = "/api/v1"
Json = dict[str, Any]

_DESCRIPTION = (
    "Membaca dan mengirim data Kampung KB dengan program. Hak akses sama dengan di layar: yang "
    "bukan wilayah kunci dijawab 404. Angka yang belum diisi adalah null, bukan nol."
)
_COMMON = {
    "400": "Parameter atau isi permintaan tidak dapat dibaca",
    "404": "Tidak ada, atau di luar wilayah kunci",
    "405": "Metode tidak dilayani di alamat ini",
    "429": "Terlalu banyak permintaan; lihat Retry-After",
    "500": "Ada yang rusak pada peladen",
    "503": "Peladen sedang sibuk; lihat Retry-After",
}
_WITH_TOKEN = {
    "401": "Kunci tidak ada, tidak dikenal, atau sudah berakhir",
    "403": "Kunci tidak dibuat untuk ini",
}
_WRITING = {
    "409": "Nomor atau Idempotency-Key sudah dipakai untuk isi lain",
    "413": "Isi terlalu besar",
    "415": "Bukan application/json",
    "422": "Ditolak oleh skema atau aturan program",
}
_MATCHING = {
    "412": "Sudah berubah sejak dibaca; baca lagi untuk mendapat ETag yang baru",
    "428": "Header If-Match tidak ada",
}
_LIMITS: Json = {
    "RateLimit": {
        "description": "Sisa permintaan (r) dan detik sampai hitungan baru (t)",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "Permintaan (q) tiap jendela detik (w)",
        "schema": {"type": "string"},
    },
}


_TAGGED = ("Laporan", "Kegiatan")
"""What is written there is answered as it will be read, with the same ETag."""


@cache
def openapi() -> Json:
    """The document; made once per process."""
    all_endpoints()
    found: Json = {**api.get_openapi_schema(path_prefix=PREFIX)}
    found["info"]["description"] = _DESCRIPTION
    found["info"]["license"] = {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"}
    found["servers"] = [{"url": "/"}]
    problem = schemas.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    components = found["components"]
    components["schemas"] |= problem.pop("$defs", {}) | {"Problem": problem}
    components["schemas"] = dict(sorted(components["schemas"].items()))
    components["securitySchemes"] = {
        "kunci": {
            "type": "http",
            "scheme": "bearer",
            "description": "Kunci API, dibuat di menu Kunci API. Cakupan: "
            + "; ".join(f"{scope.code} ({scope.words})" for scope in SCOPES.values()),
        }
    }
    by_id = {one.ninja.operation_id: one for one in all_endpoints().values()}
    for path in found["paths"].values():
        for operation in path.values():
            _complete(operation, by_id[operation["operationId"]])
    found["paths"] = dict(sorted(found["paths"].items()))
    return found


def _complete(operation: Json, endpoint: Endpoint) -> None:
    """What the door adds to every view."""
    operation["security"] = _security(endpoint)
    if endpoint.scope:
        operation["x-cakupan"] = endpoint.scope
    refusals = dict(_COMMON)
    if endpoint.needs_token:
        refusals |= _WITH_TOKEN
    elif endpoint.scope == "":
        refusals |= {"401": _WITH_TOKEN["401"]}
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    if endpoint.is_keyed:
        operation["parameters"].append(_idempotency_key())
    if endpoint.is_matched:
        operation["parameters"].append(_if_match())
        refusals |= _MATCHING
    if endpoint.is_write:
        refusals |= _WRITING
    else:
        refusals |= {"422": _WRITING["422"]}
        operation["parameters"].append(_if_none_match())
        answers["304"] = {"description": "Sama seperti yang sudah Anda punya"}
    for answer in answers.values():
        answer.setdefault("headers", {}).update(_LIMITS)
    for status in {"200", "201"} & set(answers):
        if not endpoint.is_write or operation["tags"][0] in _TAGGED:
            answers[status]["headers"]["ETag"] = {"schema": {"type": "string"}}
    operation["responses"] = answers | {
        status: {
            "description": words,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, words in sorted(refusals.items())
    }


def _security(endpoint: Endpoint) -> list[Json]:
    return [{"kunci": []}] if endpoint.needs_token else [{}, {"kunci": []}]


def _idempotency_key() -> Json:
    return {
        "in": "header",
        "name": "Idempotency-Key",
        "required": True,
        "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,100}$"},
        "description": "Baru untuk setiap kiriman. Kunci dan isi yang sama mendapat jawaban "
        "pertama; isi lain dijawab 409.",
    }


def _if_match() -> Json:
    return {
        "in": "header",
        "name": "If-Match",
        "required": True,
        "schema": {"type": "string"},
        "description": "ETag kegiatan seperti yang Anda lihat; yang sudah lain dijawab 412",
    }


def _if_none_match() -> Json:
    return {
        "in": "header",
        "name": "If-None-Match",
        "required": False,
        "schema": {"type": "string"},
        "description": "ETag jawaban yang sudah Anda punya",
    }
