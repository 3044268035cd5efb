"""The documents of a release, the notice itself among them, and the link a reader can follow."""

from __future__ import annotations

from collections.abc import Iterable

from scrapers.notice import Contract, Document
from scrapers.readers.fields import Log, Node, identifier, moment, section, sections, text

NOTICE_PAGE = "https://www.find-tender.service.gov.uk/Notice/"
"""Where Find a Tender shows a notice: releases on the older forms list no document of their own."""


def all_documents(raw: Node, tender: Node, contracts: Iterable[Contract], log: Log) -> tuple[Document, ...]:
    """Every document of a release, section by section."""
    planning = documents_of(section(raw, "planning", "", log), "/planning", log)
    awards = (
        document
        for pointer, award in sections(raw, "awards", "", Log())
        for document in documents_of(award, pointer, log)
    )
    agreed = (document for contract in contracts for document in contract.documents)
    return (*planning, *documents_of(tender, "/tender", log), *awards, *agreed)


def documents_of(node: Node, at: str, log: Log) -> tuple[Document, ...]:
    """The documents that a section lists. A title stands for a description that is missing."""
    if node.get("documents") is None:
        return ()
    return tuple(_document(item, pointer, log) for pointer, item in sections(node, "documents", at, log))


def _document(item: Node, at: str, log: Log) -> Document:
    return Document(
        id=identifier(item, "id", at, log),
        type=text(item, "documentType", at, log),
        notice_type=text(item, "noticeType", at, log),
        description=text(item, "description", at, log) or text(item, "title", at, log),
        url=_web_address(item, at, log),
        format=text(item, "format", at, log),
        published_at=moment(item, "datePublished", at, log),
        pointer=at,
    )


def _web_address(item: Node, at: str, log: Log) -> str | None:
    """A link that a page of ours may show: another scheme than HTTP would run in the reader's browser."""
    url = text(item, "url", at, log)
    if url is None or url[:8].lower().startswith(("http://", "https://")):
        return url
    if url.startswith("www."):
        return f"https://{url}"  # buyers type the address of their tendering site as they say it
    log.wrong(f"{at}/url", url, "a web address")
    return None


def link_of(notice_id: str, portal: str, documents: Iterable[Document]) -> str | None:
    """The page of the notice: that of the document with its id, else the first page of a notice."""
    pages = [document for document in documents if document.url and document.format == "text/html"]
    for page in pages:
        if page.id == notice_id:
            return page.url
    for page in pages:
        if page.type is not None and page.type.endswith("Notice"):
            return page.url
    return f"{NOTICE_PAGE}{notice_id}" if portal == "find_a_tender" else None
