"""What the code never does. Each exception is named here, with its file."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from naikkelas.web.permissions import PUBLIC, permissions

PACKAGE = Path(__file__).resolve().parents[2] / "naikkelas"


@cache
def _trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(PACKAGE)): ast.parse(path.read_text("utf-8"))
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
    }


@cache
def _by_kind() -> dict[type[ast.AST], list[tuple[str, ast.AST]]]:
    found: dict[type[ast.AST], list[tuple[str, ast.AST]]] = {}
    for name, tree in _trees().items():
        for node in ast.walk(tree):
            found.setdefault(type(node), []).append((name, node))
    return found


def _nodes(kind: type[ast.AST]) -> list[tuple[str, ast.AST]]:
    return _by_kind().get(kind, [])


@cache
def _calls() -> list[tuple[str, str, ast.Call]]:
    """(file, what is called, the call)."""
    calls = [(name, node) for name, node in _nodes(ast.Call) if isinstance(node, ast.Call)]
    return [(name, ast.unparse(node.func), node) for name, node in calls]


@cache
def _imports() -> frozenset[tuple[str, str]]:
    """(file, module) for every import."""
    found: set[tuple[str, str]] = set()
    for name, node in _nodes(ast.Import):
        assert isinstance(node, ast.Import)
        found |= {(name, alias.name) for alias in node.names}
    for name, node in _nodes(ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        found |= {(name, f"{node.module}.{alias.name}") for alias in node.names}
    return frozenset(found)


def _importers(*modules: str) -> set[str]:
    wanted = tuple(modules)
    return {
        name
        for name, module in _imports()
        if module in wanted or module.startswith(tuple(f"{one}." for one in wanted))
    }


def _templates(pattern: str) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in PACKAGE.rglob("*.html")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


# --- markup ---


def test_no_template_switches_escaping_off() -> None:
    assert _templates(r"\|\s*safe\b|\|\s*safeseq|autoescape\s+off") == []


def test_only_fixed_text_is_marked_as_markup() -> None:
    marked = [(name, call) for name, called, call in _calls() if called.endswith("mark_safe")]

    # What volunteers write, behind markdown without HTML and nh3; drawings and JSON-LD of ours,
    # whose words are escaped: tests/publicsite/test_hostile.py sends 200 payloads through them.
    cleaned = {"publicsite/queries/texts.py", "publicsite/templatetags/publicsite.py"}
    assert {name for name, _ in marked} <= {"ui/templatetags/ui.py"} | cleaned
    fixed = [call for name, call in marked if name not in cleaned]
    assert all(isinstance(call.args[0], ast.Constant) for call in fixed)


def test_markup_is_made_from_fixed_patterns() -> None:
    """A pattern that was put together could carry what somebody typed."""
    patterns = [
        (name, call.args[1 if called.endswith("join") else 0])
        for name, called, call in _calls()
        if called.split(".")[-1] in {"format_html", "format_html_join"}
    ]

    assert patterns
    assert [name for name, one in patterns if not isinstance(one, ast.Constant)] == []


# --- forms ---


def test_no_form_takes_all_fields_of_a_model() -> None:
    classes = {
        f"{name}: {node.name}"
        for name, node in _nodes(ast.ClassDef)
        if isinstance(node, ast.ClassDef)
        and any("ModelForm" in ast.unparse(base) for base in node.bases)
    }

    assert classes <= {"accounts/forms.py: ContactForm"}  # lists its two fields
    assert [name for name, node in _nodes(ast.Constant) if _value(node) == "__all__"] == []


def _value(node: ast.AST) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def test_no_model_is_made_from_what_was_sent_as_it_is() -> None:
    spread = [
        f"{name}: {ast.unparse(keyword.value)}"
        for name, _, call in _calls()
        for keyword in call.keywords
        if keyword.arg is None
    ]

    assert [one for one in spread if re.search(r"request\.(?:POST|GET|FILES)|\.data\b", one)] == []


def test_csrf_is_asked_for_everywhere() -> None:
    # Apps that speak OpenRosa and programs have no session: a key is their whole sign-in.
    doors = {"api/views/door.py", "api/views/v1/door.py"}
    assert _importers("django.views.decorators.csrf.csrf_exempt") == doors


def _patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, object]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(
                pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def test_only_open_doors_are_open_without_signing_in() -> None:
    """Whose view says `login_not_required` is `PUBLIC`."""
    free = {name for name, view in _patterns() if not getattr(view, "login_required", True)}

    assert free - {name for name, needed in permissions().items() if needed == (PUBLIC,)} == set()


# --- the database ---

BUILT_SQL = {
    "accounts/models.py",
    "accounts/queries_visitors.py",
    "activities/actions/envelopes.py",
    "audit/actions/rows.py",
    "classification/queries/live.py",
    "classification/queries/one.py",
    "classification/queries/stored.py",
    "exchange/queries/exports.py",
    "exchange/queries/store.py",
    "lib/columns.py",
    "registry/actions/bulk.py",
}
"""Columnar reads, the person of a request, and what each submission of a phone asks and stores.
What they put into a statement are names of columns; values are bound."""

_SQL = re.compile(r"^\s*(?:SELECT|INSERT|UPDATE|DELETE|COPY|WITH|DROP|ALTER|CREATE)\s", re.I)


def test_statements_are_put_together_in_few_places_only() -> None:
    built = {
        name
        for name, node in _nodes(ast.JoinedStr)
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and _SQL.match(str(node.values[0].value))
    }

    assert built - BUILT_SQL == set()


def test_no_query_goes_round_the_orm_in_any_other_way() -> None:
    assert _importers("django.db.models.expressions.RawSQL") == set()
    round_about = {
        f"{name}: {called}"
        for name, called, _ in _calls()
        if re.search(r"objects\.raw$|\.extra$|RawSQL$", called)
    }
    assert round_about == set()


def test_statements_run_in_few_places_only() -> None:
    running = {
        name
        for name, called, _ in _calls()
        if re.search(r"(?:^|\.)(?:execute|executemany|mogrify)$", called)
    }

    # Statements of ours as they stand, with bound values.
    whole = {
        "accounts/shared_cache.py",
        "audit/actions/sealing.py",
        "exchange/actions/applying.py",
        "publicsite/rendered.py",
    }
    ways = {"config/postgresql/base.py", "lib/written.py"}
    assert running <= BUILT_SQL | whole | ways
    assert _importers("naikkelas.lib.written.rows") <= BUILT_SQL


# --- other programs, other machines ---


def test_other_programs_are_called_with_lists_and_an_end() -> None:
    calls = [(n, called, call) for n, called, call in _calls() if called.startswith("subprocess.")]

    assert calls
    for name, called, call in calls:
        given = {keyword.arg for keyword in call.keywords}
        assert "shell" not in given, name
        assert not isinstance(call.args[0], ast.Constant | ast.JoinedStr), name
        # `serve` starts the server and the worker, which have no end; it stops them itself.
        is_bounded = "timeout" in given or (called.endswith(".Popen") and _ends_its_child(name))
        assert is_bounded or name == "config/commands/serve.py", f"{name}: {called}"
    assert {c for _, c, _ in _calls() if c in {"os.system", "os.popen", "eval", "exec"}} == set()


def _ends_its_child(name: str) -> bool:
    """Whether a module that starts a program waits for it with an end, and kills it then."""
    own = [(called, call) for n, called, call in _calls() if n == name]
    waits = [call for called, call in own if called.endswith((".communicate", ".wait"))]
    has_end = all("timeout" in {keyword.arg for keyword in call.keywords} for call in waits)
    return bool(waits) and has_end and any(called.endswith(".kill") for called, _ in own)


def test_nothing_is_read_that_could_run() -> None:
    assert _importers("pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle") == set()


def test_xml_is_read_by_defusedxml_only() -> None:
    # One line of text, a type and an error are no parser.
    harmless = {
        ("exchange/rules/workbooks.py", "xml.sax.saxutils.unescape"),
        ("api/views/door.py", "xml.sax.saxutils.escape"),
        ("api/views/openrosa.py", "xml.sax.saxutils.escape"),
        ("api/rules/instances.py", "xml.etree.ElementTree.Element"),
        ("api/rules/instances.py", "xml.etree.ElementTree.ParseError"),
    }
    found = {(n, module) for n, module in _imports() if re.match(r"(?:xml|lxml)(?:\.|$)", module)}

    assert found <= harmless


def test_nothing_is_fetched_from_addresses_that_somebody_gave() -> None:
    """Fetches are allauth's, from the provider that the settings name, and webhooks.

    Those go through one module, which looks at every address: tests/api/v1/test_webhooks.py.
    """
    clients = ("requests", "httpx", "aiohttp", "urllib.request", "http.client", "ftplib", "smtplib")

    assert _importers(*clients) == {"api/outgoing.py"}
    # `serve` asks whether its port is free.
    own = {"config/commands/serve.py", "config/environment.py", "api/outgoing.py"}
    assert _importers("socket") <= own


def test_patterns_are_never_made_from_what_was_typed() -> None:
    made = {
        name
        for name, called, call in _calls()
        if called in {"re.compile", "re.search", "re.match", "re.fullmatch", "re.sub", "re.split"}
        and call.args
        and not isinstance(call.args[0], ast.Constant)
    }

    # Out of their own lists: kinds of area; words of the command line; parts of numbers and keys.
    own = {"areas/rules/spelling.py", "config/commands/words.py"}
    own |= {"publicsite/rules/guard.py", "publicsite/rules/markdown.py"}
    assert made <= own


@pytest.mark.parametrize(
    "word", ["graphql", "strawberry", "channels", "websockets", "ldap", "aiortc", "jinja2", "lxml"]
)
def test_what_was_left_out_on_purpose_is_not_used(word: str) -> None:
    """WebRTC, LDAP, GraphQL, WebSockets: not used, so their rules are not ours."""
    requirements = (PACKAGE.parent / "requirements.txt").read_text()

    assert not re.search(rf"^(?:django-)?{word}\b", requirements, re.M)
    assert _importers(word) == set()
