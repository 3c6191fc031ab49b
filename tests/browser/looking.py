"""What axe finds on a page that lies open in the browser (WCAG 2.2 AA and best practice)."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (rules) => {
    const asked = {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]};
    const found = await axe.run(document, asked);
    return found.violations.flatMap((fault) => fault.nodes.map((node) =>
        `${fault.id}: ${node.target} ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""
"""Only what is wrong leaves the browser: the list of all that is right took most of the time."""

needs_axe = pytest.mark.skipif(
    not AXE.exists(), reason="axe-core is not installed (make test does)"
)

ALL_LAID_OUT = """() => {
  const all = new CSSStyleSheet();
  all.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, all];
}"""
"""What waits below the window is looked at too."""


def violations(page: "Page") -> list[str]:
    """One line for each place that breaks a rule: rule, place, its HTML and what to do."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text("utf-8"))
    page.evaluate(ALL_LAID_OUT)
    found: list[str] = page.evaluate(LOOK, RULES)
    return found
