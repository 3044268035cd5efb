"""Trial: what the selectors of a declared site find on one page, before anything is collected."""

from __future__ import annotations

from pathlib import Path

from monitor.errors import BadInput
from monitor.services import Services
from monitor.store.gate import SharedGate
from scrapers.sources.council_pages import CouncilPages
from scrapers.trial import Trial, try_page, try_site


def run(services: Services, name: str, *, saved: Path | None = None) -> Trial:
    """Try a site on its first page, or on a page that was saved to a file."""
    source = services.sources.get(f"council_pages.{name}")
    if not isinstance(source, CouncilPages) or source.site is None:
        raise BadInput(
            f"no site is declared as [scrapers.council_pages.sites.{name}]: see docs/guides/council_pages.md"
        )
    if saved is not None:
        if not saved.is_file():
            raise BadInput(f"there is no file {saved}: save the page with your browser first")
        return try_page(source.site, saved.read_bytes())
    gate = SharedGate(
        store=services.store,
        clock=services.clock,
        paces={source.host: source.pace},
        patience_seconds=services.settings.scrapers.patience_seconds,
    )
    with source.client(services.settings.scrapers, gate, services.clock) as client:
        return try_site(client, source.site)
