"""Files of strangers: what is refused, that nothing stays, and who gets what through which link.

`design/security.md` §4.5, items 35 to 40.
"""

import io
import stat
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from naikkelas.accounts.models import Holding, Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.registry.actions import evidence as actions
from naikkelas.registry.actions.evidence import Claim
from naikkelas.registry.errors import UnfitFile
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.registry.queries import evidence as queries
from naikkelas.registry.rules import files, photos
from naikkelas.registry.rules.files import Unfit, Upload
from tests.people import make_user
from tests.registry.pictures import PDF, encoded, scene

Browser = Callable[[User], Client]
DECREE = Claim("profil", ("pokja",), "sk")


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder: Path = settings.MEDIA_ROOT
    return folder


@pytest.fixture
def as_user(client: Client) -> Browser:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


def _zip(size: int = 40) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("isi.txt", b"\0" * size)
    return target.getvalue()


def _huge_png(width: int = 30_000, height: int = 30_000) -> bytes:
    """A few bytes that promise 900 million points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
        )

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    body = zlib.compress(b"\0" * 37_510)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def packed(objects: bytes, dictionary: bytes = b"/Type/ObjStm/N 1/First 4") -> bytes:
    """A PDF whose objects lie in a compressed stream, as modern writers store them."""
    body = zlib.compress(b"7 0 " + objects)
    stream = b"2 0 obj<<%s/Filter/FlateDecode/Length %d>>stream\n" % (dictionary, len(body))
    return PDF.replace(b"trailer", stream + body + b"\nendstream endobj\ntrailer")


def acting(action: bytes) -> bytes:
    return PDF.replace(b"/Catalog", b"/Catalog/OpenAction<<%s>>" % action)


SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
JPEG, PNG, HEIC, WEBP = (encoded(scene(1), kind) for kind in ("JPEG", "PNG", "HEIF", "WEBP"))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
BAD: dict[str, tuple[str, bytes]] = {
    "empty": ("a.pdf", b""),
    "no ending": ("surat", PDF),
    "svg": ("a.svg", SVG),
    "svg as png": ("a.png", SVG),
    "html": ("a.html", HTML),
    "html as pdf": ("a.pdf", HTML),
    "program": ("a.pdf.exe", PDF),
    "office": ("a.docx", _zip()),
    "gif": ("a.gif", encoded(scene(1), "GIF")),
    "gif as jpeg": ("a.jpg", encoded(scene(1), "GIF")),
    "png as jpeg": ("a.jpg", PNG),
    "jpeg as pdf": ("a.pdf", JPEG),
    "pdf as heic": ("a.heic", PDF),
    "video as heic": ("a.heic", b"\0\0\0\x18ftypmp42" + b"\0" * 99),
    "jpeg and zip": ("a.jpg", JPEG + _zip()),
    "png and zip bomb": ("a.png", PNG + _zip(90_000_000)),
    "pdf and zip": ("a.pdf", PDF + _zip()),
    "jpeg and html": ("a.jpg", JPEG + HTML),
    "png and pdf": ("a.png", PNG[:8] + PDF + PNG[8:]),
    "html before pdf": ("a.pdf", HTML + PDF),
    "html inside pdf": ("a.pdf", PDF.replace(b"\n1 0", HTML + b"\n1 0")),
    "javascript pdf": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>")),
    "launching pdf": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/AA<</S/Launch>>")),
    "pdf with a file": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog/EmbeddedFile")),
    "pdf with a file under another name": ("a.pdf", acting(b"/Names<</Embedded#46iles 3 0 R>>")),
    "javascript under letters as numbers": ("a.pdf", acting(b"/S/J#61vaScript")),
    "launching under numbers": ("a.pdf", acting(b"/S/#4c#61unch/F(a.exe)")),
    "form that sends": ("a.pdf", acting(b"/S/SubmitForm/F(https://example.org)")),
    "javascript in packed objects": ("a.pdf", packed(SCRIPT)),
    "packed under numbers": ("a.pdf", packed(SCRIPT, b"/Type/Obj#53tm/N 1/F#69rst 4")),
    "packed without a type": ("a.pdf", packed(SCRIPT, b"/N 1/First 4")),
    "packed twice": ("a.pdf", packed(b"x", b"/Type/ObjStm/First 4/DecodeParms[/FlateDecode]")),
    "packed otherwise": ("a.pdf", packed(b"x").replace(b"/FlateDecode", b"/LZWDecode  ")),
    "packed bomb": ("a.pdf", packed(b"\0" * 70_000_000)),
    "locked pdf": ("a.pdf", PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root")),
    "zip far before the end of a pdf": ("a.pdf", PDF + _zip() + b" " * 99_000 + b"%%EOF"),
    "rar in a pdf": ("a.pdf", PDF.replace(b"trailer", b"Rar!\x1a\x07\x01\0trailer")),
    "page far inside a pdf": ("a.pdf", PDF.replace(b"trailer", b"%" * 2000 + HTML + b"\ntrailer")),
    "half a pdf": ("a.pdf", PDF[:30]),
    "half a jpeg": ("a.jpg", JPEG[: len(JPEG) // 2]),
    "half a png": ("a.png", PNG[: len(PNG) // 2]),
    "half a heic": ("a.heic", HEIC[: len(HEIC) // 2]),
    "half a webp": ("a.webp", WEBP[: len(WEBP) // 2]),
    "webp and zip": ("a.webp", WEBP + _zip()),
    "webp and page": ("a.webp", WEBP + HTML),
    "webp as jpeg": ("a.jpg", WEBP),
    "sound as webp": ("a.webp", b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 99),
    "webp of 100 megapixels": ("a.webp", encoded(Image.new("1", (10_000, 10_000)), "WEBP")),
    "beginning of a jpeg": ("a.jpg", JPEG[:20]),
    "huge png": ("a.png", _huge_png()),
    "over 40 megapixels": ("a.png", encoded(Image.new("1", (8000, 5001)), "PNG")),
    "too many bytes": ("a.pdf", PDF + b"\0" * files.LARGEST + b"%%EOF"),
}


def test_a_locked_pdf_is_told_apart_and_packed_pages_are_taken() -> None:
    with pytest.raises(Unfit, match="dikunci dengan kata sandi"):
        files.kind_of(Upload(*BAD["locked pdf"]))
    with pytest.raises(Unfit, match="program atau berkas lain"):
        files.kind_of(Upload(*BAD["javascript in packed objects"]))

    assert files.kind_of(Upload("a.pdf", packed(b"<</Type/Page>>"))) == files.PDF


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_is_not_plainly_one_good_file_is_refused_in_words_and_leaves_nothing(
    name: str, kampung: KampungKB, ani: User, media: Path
) -> None:
    upload = Upload(*BAD[name])

    with pytest.raises(UnfitFile) as refusal:
        actions.add_file(kampung, DECREE, upload, by=ani)

    assert len(str(refusal.value)) > 30
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert not Evidence.objects.exists()
    assert not Event.objects.filter(verb="evidence.add").exists()


def looked_at(upload: Upload) -> None:
    """What the action does with an upload, in this process."""
    photos.prepare(upload.content, files.kind_of(upload))


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_hostile_file_costs_less_than_two_seconds_of_work(name: str) -> None:
    """Time of this process's processor: the machine of the tests may be busy otherwise."""
    begun = time.process_time()
    with pytest.raises(Unfit):
        looked_at(Upload(*BAD[name]))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("A.JPG", JPEG),
        ("a.jpeg", JPEG),
        ("a.png", PNG),
        ("a.HEIC", HEIC),
        ("a.webp", WEBP),
    ],
)
def test_the_five_kinds_are_taken(name: str, content: bytes, kampung: KampungKB, ani: User) -> None:
    evidence = actions.add_file(kampung, DECREE, Upload(name, content), by=ani)

    assert evidence.content_type in {"application/pdf", "image/jpeg"}
    assert queries.path_of(evidence).stat().st_size == evidence.size


def test_a_file_goes_again_when_the_row_cannot_be_stored(
    kampung: KampungKB, ani: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("no room for the trail")

    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(RuntimeError):
        actions.add_file(kampung, DECREE, Upload("a.pdf", PDF), by=ani)

    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert not Evidence.objects.exists()


def test_names_are_shown_without_what_could_disturb_a_page() -> None:
    assert files.shown_name("../../etc/pass\u202ewd\x00.pdf") == "_.._etc_passwd.pdf"
    assert files.shown_name('a"b<c>.pdf') == "a_b_c_.pdf"
    assert len(files.shown_name("a" * 500 + ".pdf")) <= 120


# --- the scanner ---


def scanner(folder: Path, body: str) -> list[str]:
    script = folder / "scanner.py"
    script.write_text(f"import sys, pathlib, time\nseen = pathlib.Path(sys.argv[1])\n{body}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return [sys.executable, str(script)]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("sys.exit(b'%PDF' in seen.read_bytes())", "Pemeriksa virus menolak"),
        ("sys.exit(2)", "belum dapat diperiksa"),
        ("raise SystemExit('crash')", "menolak"),
    ],
)
def test_a_file_that_the_scanner_does_not_pass_is_refused(
    body: str,
    words: str,
    kampung: KampungKB,
    ani: User,
    tmp_path: Path,
    media: Path,
    settings: Any,
) -> None:
    settings.SCANNER = scanner(tmp_path, body)

    with pytest.raises(UnfitFile, match=words):
        actions.add_file(kampung, DECREE, Upload("a.pdf", PDF), by=ani)

    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_scanner_that_is_missing_or_slow_refuses_too(tmp_path: Path) -> None:
    for command in (["/tidak/ada"], scanner(tmp_path, "time.sleep(9)")):
        with pytest.raises(Unfit, match="belum dapat diperiksa"):
            files.scan(tmp_path, command, seconds=0.2)


def test_a_clean_file_passes_the_scanner_and_only_it_stays(
    kampung: KampungKB, ani: User, tmp_path: Path, media: Path, settings: Any
) -> None:
    settings.SCANNER = scanner(tmp_path, "sys.exit(0 if seen.is_file() else 2)")

    evidence = actions.add_file(kampung, DECREE, Upload("a.pdf", PDF), by=ani)

    kept = [path for path in media.rglob("*") if path.is_file()]
    assert kept == [queries.path_of(evidence)]


# --- through the browser ---


@pytest.fixture
def decree(kampung: KampungKB, ani: User) -> Evidence:
    return actions.add_file(kampung, DECREE, Upload("SK Pokja é.pdf", PDF), by=ani)


@pytest.fixture
def photo(kampung: KampungKB, ani: User) -> Evidence:
    claim = Claim("profil", ("bkb",), "foto")
    return actions.add_file(kampung, claim, Upload("foto.png", PNG), by=ani)


def status(browser: Client, url: str) -> int:
    """The status of a file, which is read to its end so that it is closed."""
    answer = browser.get(url)
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code


def link(evidence: Evidence, person: User) -> str:
    return f"/berkas/{queries.link_token(evidence, person)}/"


def test_a_file_goes_out_under_its_title_and_not_the_name_of_its_upload(
    as_user: Browser, ani: User, kampung: KampungKB
) -> None:
    """File names say who is in them: "Daftar Hadir Bu Siti 6301….pdf"."""
    claim = replace(DECREE, title="SK: é/2025")
    upload = Upload("Daftar Hadir Bu Siti.pdf", PDF)
    evidence = actions.add_file(kampung, claim, upload, by=ani)
    bare = actions.add_file(kampung, DECREE, Upload("Bu Siti.pdf", PDF + b"%"), by=ani)

    heads = [as_user(ani).get(link(one, ani)) for one in (evidence, bare)]
    page = as_user(ani).get(f"/kampung/{kampung.pk}/bukti/").content.decode()

    for head in heads:
        b"".join(head.streaming_content)  # type: ignore[attr-defined]
    names = [head.headers["Content-Disposition"] for head in heads]
    assert "SK-%20%C3%A9-2025.pdf" in names[0]
    assert names[1] == f'attachment; filename="{bare.get_kind_display()}.pdf"'
    assert "Siti" not in page + str(names) + str(evidence) + str(bare)


def test_a_pdf_comes_as_a_download_that_no_browser_guesses_at(
    as_user: Browser, ani: User, decree: Evidence
) -> None:
    answer = as_user(ani).get(link(decree, ani))

    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    head = answer.headers
    assert head["Content-Disposition"].startswith("attachment; filename")
    assert head["X-Content-Type-Options"] == "nosniff"
    assert head["Content-Type"] == "application/pdf"
    assert head["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in head["Cache-Control"]


def test_a_photo_may_be_shown_on_the_page(as_user: Browser, ani: User, photo: Evidence) -> None:
    answer = as_user(ani).get(link(photo, ani))
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]

    assert answer.headers["Content-Disposition"] == 'inline; filename="Foto.jpg"'
    assert answer.headers["Content-Type"] == "image/jpeg"


def test_a_link_alone_opens_nothing(
    as_user: Browser, client: Client, ani: User, sari: User, wayan: User, decree: Evidence
) -> None:
    url = link(decree, ani)

    assert client.get(url).status_code == 302  # to signing in
    assert as_user(sari).get(url).status_code == 404  # another person's link
    assert status(as_user(sari), link(decree, sari)) == 200
    assert as_user(wayan).get(link(decree, wayan)).status_code == 404  # another area
    assert as_user(ani).get(url[:-2] + "x/").status_code == 404


def test_a_link_ends_after_five_minutes(
    as_user: Browser, ani: User, decree: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = link(decree, ani)
    now = time.time()

    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 299)
    assert status(as_user(ani), url) == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 302)
    assert as_user(ani).get(url).status_code == 404


def test_a_link_ends_with_the_post(as_user: Browser, ani: User, decree: Evidence) -> None:
    url = link(decree, ani)
    Holding.objects.filter(user=ani).update(until=timezone.now())

    assert as_user(ani).get(url).status_code == 404


def test_who_sees_the_report_but_no_people_sees_that_there_is_evidence_and_opens_none(
    as_user: Browser, province: User, decree: Evidence, kampung: KampungKB
) -> None:
    browser = as_user(province)
    page = browser.get(f"/kampung/{kampung.pk}/bukti/").content.decode()

    assert "Surat keputusan (SK)" in page
    assert "SK Pokja" not in page
    assert browser.get(f"/kampung/{kampung.pk}/bukti/{decree.pk}/").status_code == 404
    assert browser.get(link(decree, province)).status_code == 404


@pytest.fixture
def province(sukamaju: Any) -> User:
    return make_user("provinsi", "Bu Provinsi", Role.PROVINCE, Area.objects.get(pk="91"))


def test_the_folder_of_files_has_no_address(client: Client, ani: User, decree: Evidence) -> None:
    client.force_login(ani)

    for url in (f"/media/bukti/{decree.stored_name}", f"/bukti/{decree.stored_name}"):
        assert client.get(url).status_code == 404


def sent(name: str, content: bytes, **more: Any) -> dict[str, Any]:
    return {"kind": "sk", "facts": ["pokja"], "file": SimpleUploadedFile(name, content)} | more


def test_evidence_is_added_and_withdrawn_on_plain_pages(
    as_user: Browser, budi: User, kampung: KampungKB
) -> None:
    browser = as_user(budi)
    url = f"/kampung/{kampung.pk}/bukti/?formulir=profil&hal=pokja&bulan=2025-06"
    page = browser.get(url).content.decode()
    assert 'capture="environment"' in page
    assert 'value="pokja" id="id_facts_0" checked' in page.replace("  ", " ") or "checked" in page

    answer = browser.post(url, sent("sk.pdf", PDF, valid_until="2027-12-31"))
    assert answer.status_code == 302
    evidence = Evidence.objects.get()
    assert "sampai 31 Des 2027" in browser.get(url).content.decode()

    withdrawing = f"/kampung/{kampung.pk}/bukti/{evidence.pk}/tarik/"
    assert browser.post(withdrawing, {"reason": ""}).status_code == 422
    assert browser.post(withdrawing, {"reason": "Berkas tertukar"}).status_code == 302
    page = browser.get(url).content.decode()
    assert "Berkas tertukar" in page
    assert "ditarik" in page


def test_a_refused_file_is_told_beside_the_control(
    as_user: Browser, budi: User, kampung: KampungKB
) -> None:
    browser = as_user(budi)
    url = f"/kampung/{kampung.pk}/bukti/"

    for content, words in (
        (sent("a.svg", SVG), "tidak diterima"),
        (sent("a.jpg", PNG), "isinya PNG"),
        ({"kind": "sk", "facts": ["pokja"]}, "Ambil foto atau pilih berkas"),
        (sent("a.pdf", PDF, facts=[]), "biasanya membuktikan: Pokja"),
    ):
        answer = browser.post(url, content)
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_who_may_not_draft_reads_and_sends_nothing(
    as_user: Browser, rina: User, wayan: User, decree: Evidence, kampung: KampungKB
) -> None:
    url = f"/kampung/{kampung.pk}/bukti/"

    assert "Simpan bukti" not in as_user(rina).get(url).content.decode()
    assert as_user(rina).post(url, sent("b.pdf", PDF)).status_code == 404
    assert as_user(wayan).get(url).status_code == 404
    assert as_user(wayan).get(f"{url}{decree.pk}/").status_code == 404
    assert as_user(wayan).post(f"{url}{decree.pk}/tarik/", {"reason": "x"}).status_code == 404
    assert Evidence.objects.count() == 1


def test_thirty_pieces_cost_as_many_queries_as_one(
    as_user: Browser, ani: User, photo: Evidence, kampung: KampungKB
) -> None:
    browser = as_user(ani)
    url = f"/kampung/{kampung.pk}/bukti/"

    def cost() -> int:
        with CaptureQueriesContext(connection) as made:
            assert browser.get(url).status_code == 200
        return len(made)

    cost()
    one = cost()
    for number in range(29):
        photo.pk = uuid4()
        photo.sha256 = str(number)
        photo.save(force_insert=True)
    assert cost() == one
