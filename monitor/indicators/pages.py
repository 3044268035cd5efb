"""The page of each indicator in the reference, made from its module and one of its cases.

``python -m monitor.indicators.pages`` writes them all to ``docs/reference/indicators`` from the root of the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from monitor.indicators.base import Indicator, Kind, Status, catalogue, module_name
from monitor.indicators.cases import Case, cases_of
from monitor.law.citation import Citation
from monitor.law.law import Law

_KINDS = {
    Kind.DUTY: "a duty: the law asks for it",
    Kind.POLICY: "a policy: a policy note asks for it of the bodies it binds",
    Kind.PRACTICE: "good practice: nothing obliges the buyer to it",
}
_CASES = Path("tests/monitor/indicators/catalogue")
_PAGES = Path("docs/reference/indicators")


def render(indicator: Indicator, case: Case) -> str:
    """The page of an indicator, with a case as its worked example."""
    sections = (
        ("Definition", f"{indicator.definition} It rests on {_KINDS[indicator.kind]}."),
        ("Method", f"{indicator.method} {_themes(indicator)}".rstrip()),
        ("Worked example", _example(indicator, case)),
        ("Why it matters", indicator.why),
        ("Legal basis and source", _list(_cited(citation) for citation in indicator.legal_basis)),
        ("Parameters", _parameters(indicator)),
        ("Exclusions", "It does not apply to:\n\n" + _list(indicator.exclusions)),
        ("Honest reasons", _list(indicator.honest_reasons)),
        ("Limits", _list(indicator.limits)),
    )
    parts = [f"# {indicator.code} {indicator.title}", "<!-- Made from the indicator's module: change that instead. -->"]
    parts += [f"## {heading}\n\n{text}" for heading, text in sections]
    return "\n\n".join(parts) + "\n"


def render_index(indicators: Iterable[Indicator]) -> str:
    """The page that lists all indicators."""
    rows = [f"| [{one.code}]({page_name(one)}) | {one.title} | {one.kind} | {one.definition} |" for one in indicators]
    text = (
        "# Indicators\n\n<!-- Made from the indicators' modules: change those instead. -->\n\n"
        "Each concludes on every procurement: *raised*, *clear*, *not applicable* or *cannot tell*, with its reason "
        "and evidence. A raised one is a question, not an accusation.\n\n"
        "| code | title | kind | definition |\n| --- | --- | --- | --- |\n"
    )
    return text + "\n".join(rows) + "\n"


def page_name(indicator: Indicator) -> str:
    """The file name of an indicator's page."""
    return f"{indicator.code.lower()}.md"


def pages(root: Path) -> dict[Path, str]:
    """Every page of the reference and its text, from the cases under the root of the project."""
    indicators = catalogue()
    folder = root / _PAGES
    made = {folder / page_name(indicator): render(indicator, example_of(indicator, root)) for indicator in indicators}
    return {**made, folder / "index.md": render_index(indicators)}


def example_of(indicator: Indicator, root: Path) -> Case:
    """The case shown on the page: the first that is raised."""
    return next(case for case in cases_of(indicator, root / _CASES) if case.status is Status.RAISED)


def write(root: Path) -> list[Path]:
    """Write every page, and say which files they are."""
    made = pages(root)
    (root / _PAGES).mkdir(parents=True, exist_ok=True)
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
    return list(made)


def _example(indicator: Indicator, case: Case) -> str:
    conclusion = indicator.assess(case.procurement, Law())
    notices = json.dumps(case.source["notices"], indent=2, ensure_ascii=False)
    commitments = case.source.get("commitments")
    read = f"\n\nwith what was read in it\n\n```json\n{json.dumps(commitments, indent=2)}\n```" if commitments else ""
    evidence = _list(
        f"`{part.pointer}`: " + ("searched, nothing there" if part.quote is None else f"“{part.quote}”")
        for part in conclusion.evidence
    )
    return (
        f"One of the cases that test it ({module_name(type(indicator))}.jsonl):\n\n```json\n{notices}\n```{read}\n\n"
        f"It concludes **{conclusion.status}**: {conclusion.reason}. Its evidence:\n\n{evidence}"
    )


def _themes(indicator: Indicator) -> str:
    themes = ", ".join(f"`{theme}`" for theme in indicator.themes)
    return f"It reads commitments of the themes {themes}." if themes else ""


def _parameters(indicator: Indicator) -> str:
    if not indicator.parameters():
        return "None."
    rows = [f"| `{row.name}` | {row.default} | {row.meaning} |" for row in indicator.parameters()]
    head = f"Set in the table `[indicators.{indicator.code}]` of `config.toml`.\n\n"
    return head + "| name | default | meaning |\n| --- | --- | --- |\n" + "\n".join(rows)


def _cited(citation: Citation) -> str:
    return f"[{citation}]({citation.url})"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


if __name__ == "__main__":
    write(Path.cwd())
