"""What a volunteer types, as HTML: headings, lists, bold, italics, links, and own photos.

Two walls. markdown-it knows no HTML here, so that tags are shown as text; nh3 then lets through
the few tags and attributes below, whatever the first did. Photos are named `foto:<key>` and become
a picture of the kampung by `pictures`, or nothing where that photo may not be shown.
"""

import re
from collections.abc import Callable
from uuid import UUID

import nh3
from markdown_it import MarkdownIt

from naikkelas.publicsite.rules.guard import guarded

LONGEST = 20_000
TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "img", "hr"}
_SCHEMES = {"http", "https"}
_PHOTO = re.compile(r'<img src="(/foto/[0-9a-f-]{36})" alt="([^"]*)">')
_OTHER_IMAGE = re.compile(r'<img(?! src="/foto/)(?: alt="[^"]*")?>')
_KEY = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_NAMED = re.compile(rf'!\[([^\]\n<>"]*)\]\(foto:({_KEY})\)')


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False})
    reader.disable(["code", "fence", "html_block", "html_inline"])
    reader.disable(["backticks", "reference", "entity"])
    reader.validateLink = _may_be_linked  # type: ignore[method-assign]
    return reader


def _may_be_linked(url: str) -> bool:
    return url.lower().startswith(("http://", "https://", "/foto/"))


_READER = _reader()


def photos_in(text: str) -> list[UUID]:
    """The photos that a text names, in its order."""
    return [UUID(key) for _, key in _NAMED.findall(text)]


def as_html(text: str, pictures: Callable[[UUID, str], str]) -> str:
    """The text as HTML that may stand in a page; `pictures(key, words)` gives a figure or ""."""
    named = _NAMED.sub(r"![\1](/foto/\2)", guarded(text[:LONGEST]))
    html = _READER.render(named.replace("\x00", ""))
    html = _lowered(html)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow ugc",
        attribute_filter=_attribute,
    )
    own = _OTHER_IMAGE.sub("", clean)
    return _PHOTO.sub(lambda found: _figure(found, pictures), own)


def _lowered(html: str) -> str:
    """Headings below that of the page: the first two levels become the second, others the third."""
    return re.sub(r"(</?)h(\d)>", lambda tag: f"{tag[1]}h{2 if tag[2] in '12' else 3}>", html)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if value.startswith("/foto/") else None
    if tag == "a" and name == "href":
        return value if value.lower().startswith(("http://", "https://")) else None
    return value


def _figure(found: re.Match[str], pictures: Callable[[UUID, str], str]) -> str:
    return pictures(UUID(found[1].removeprefix("/foto/")), found[2])


def plain(text: str, most: int = 200) -> str:
    """The words alone, on one line, for descriptions and lists."""
    words = _NAMED.sub("", guarded(text))
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)
    words = re.sub(r"[#*_>`!\[\]]", "", words)
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
