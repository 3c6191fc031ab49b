"""OpenRosa 1.0 for ODK Collect and KoboCollect: form list, form, manifest, lists, submission."""

import tempfile
from typing import IO, Any  # files as Django hands them over
from xml.sax.saxutils import escape

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from naikkelas.api import access, actions
from naikkelas.api.errors import CutShort, FormUnknown, LengthMissing, Malformed, TooLarge
from naikkelas.api.queries.lists import attachment as list_beside
from naikkelas.api.rules.instances import LARGEST_INSTANCE, read_instance
from naikkelas.api.rules.xforms import XForm, md5, xform
from naikkelas.api.views.door import LARGEST_BODY, XML, Visitor, door, message

_INSTANCE = "xml_submission_file"
_READ_AT_ONCE = 64 * 1024
MOST_FILES = 10
_LIST = "http://openrosa.org/xforms/xformsList"
_MANIFEST = "http://openrosa.org/xforms/xformsManifest"


@door("GET", "HEAD")
def form_list(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The forms that the post sends, each with the hash of what would be downloaded."""
    wanted = request.GET.get("formID", "")
    codes = [code for code in access.forms_for(visitor.user) if wanted in {"", code}]
    listed = "".join(_listed(request, xform(code)) for code in codes)
    return _xml(f'<xforms xmlns="{_LIST}">{listed}</xforms>')


def _listed(request: HttpRequest, form: XForm) -> str:
    return _element(
        "xform",
        formID=form.code,
        name=form.title,
        version=form.version,
        hash=form.md5,
        downloadUrl=_url(request, "form", form.code),
        manifestUrl=_url(request, "manifest", form.code),
    )


@door("GET", "HEAD")
def form(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """One form."""
    return HttpResponse(_form_of(visitor, code).xml, content_type=XML)


@door("GET", "HEAD")
def manifest(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """The lists that lie beside a form; a hash that changed makes the app load them anew."""
    files = (
        _element(
            "mediaFile",
            filename=name,
            hash=md5(_content(visitor, name)),
            downloadUrl=_url(request, "attachment", code, name),
        )
        for name in _form_of(visitor, code).attachments
    )
    return _xml(f'<manifest xmlns="{_MANIFEST}">{"".join(files)}</manifest>')


@door("GET", "HEAD")
def attachment(request: HttpRequest, visitor: Visitor, code: str, name: str) -> HttpResponse:
    """One list: the kampung of the post, or their last figures."""
    if name not in _form_of(visitor, code).attachments:
        raise FormUnknown
    return HttpResponse(_content(visitor, name), content_type="text/csv; charset=utf-8")


@door("HEAD", "POST")
def submission(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take in one filled-in form; HEAD tells an app where, and how much at once."""
    if request.method == "HEAD":
        answer = HttpResponse(status=204)
        answer["Location"] = request.build_absolute_uri(request.path)
        return answer
    xml, files = _parts_of(request)
    instance = read_instance(xml)
    kept = actions.receive(instance, xml, files, by=visitor.user)
    words = f"{xform(instance.form).title} sudah diterima. Tanda terima {kept.receipt}."
    answer = message(words + _about_photos(kept), status=201)
    answer["Location"] = request.build_absolute_uri(request.path)
    return answer


def _about_photos(kept: actions.Kept) -> str:
    if not kept.photos:
        return ""
    if kept.missing:
        return f" {kept.missing} dari {kept.photos} foto belum sampai; aplikasi mengirim sisanya."
    return f" Lengkap: {kept.photos} foto sudah sampai."


# What arrives -----------------------------------------------------------------------------------


def _parts_of(request: HttpRequest) -> tuple[bytes, dict[str, bytes]]:
    """The XML and the files of a multipart post whose every announced byte has arrived."""
    length = _length_of(request)
    with tempfile.SpooledTemporaryFile(max_size=2 * 1024 * 1024) as body:
        _copy(request, body, length)
        try:
            fields, files = request.parse_file_upload(request.META, body)  # type: ignore[arg-type]
        except (MultiPartParserError, SuspiciousOperation, BadRequest) as error:
            raise Malformed from error
    return _instance_in(fields, files), _files_in(files)


def _copy(request: HttpRequest, body: IO[bytes], length: int) -> None:
    """All announced bytes; a connection that broke looks like a body that has simply ended."""
    arrived = 0
    try:
        while piece := request.read(min(_READ_AT_ONCE, length - arrived)):
            arrived += len(piece)
            body.write(piece)
    except UnreadablePostError as error:
        raise CutShort from error
    if arrived < length:
        raise CutShort
    body.seek(0)


def _length_of(request: HttpRequest) -> int:
    if request.content_type != "multipart/form-data":
        raise Malformed
    announced = request.META.get("CONTENT_LENGTH") or ""
    if not announced.isdecimal() or int(announced) == 0:
        raise LengthMissing
    if int(announced) > LARGEST_BODY:
        raise TooLarge
    return int(announced)


def _instance_in(fields: MultiValueDict[str, str], files: MultiValueDict[str, Any]) -> bytes:
    """The part `xml_submission_file`; some apps send it as a field, not as a file."""
    sent = files.getlist(_INSTANCE)
    if len(sent) == 1:
        return bytes(sent[0].read(LARGEST_INSTANCE + 1))
    texts = fields.getlist(_INSTANCE)
    if not sent and len(texts) == 1:
        return str(texts[0]).encode()
    raise Malformed


def _files_in(files: MultiValueDict[str, Any]) -> dict[str, bytes]:
    """The photos by the names under which the instance knows them; at most so many are read."""
    sent = [file for name in files for file in files.getlist(name) if name != _INSTANCE]
    return {str(file.name): bytes(file.read()) for file in sent[:MOST_FILES]}


# Answers ----------------------------------------------------------------------------------------


def _form_of(visitor: Visitor, code: str) -> XForm:
    if code not in access.forms_for(visitor.user):
        raise FormUnknown
    return xform(code)


def _content(visitor: Visitor, name: str) -> bytes:
    content = list_beside(visitor.user, name)
    if content is None:
        raise FormUnknown
    return content


def _url(request: HttpRequest, name: str, *parts: str) -> str:
    match = request.resolver_match
    token = str(match.kwargs["token"]) if match else ""
    return request.build_absolute_uri(reverse(f"api:{name}", args=[token, *parts]))


def _element(tag: str, /, **children: str) -> str:
    inner = "".join(f"<{key}>{escape(text)}</{key}>" for key, text in children.items())
    return f"<{tag}>{inner}</{tag}>"


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', content_type=XML)
