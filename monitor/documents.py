"""The text of a draft in a file: plain, Word or PDF. The last two need the 'documents' extra."""

from __future__ import annotations

import logging
import zipfile
import zlib
from pathlib import Path

from monitor.errors import BadInput

try:
    import docx
    import pypdf
    from docx.opc.exceptions import PackageNotFoundError
    from pypdf.errors import PyPdfError
except ModuleNotFoundError:
    HAS_EXTRA = False
else:
    HAS_EXTRA = True

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told in our own sentence

NEEDS = (
    "{path} is a {kind} file, and reading those needs an extra: install 'ethos-monitor[documents]', or save it as text"
)
BROKEN = "{path} can't be read as a {kind} file ({error}): open it and save it again, or save it as text"


def plain(path: Path) -> list[str]:
    """The lines of a plain text, in UTF-8 or Windows-1252."""
    body = path.read_bytes()
    if b"\x00" in body[:4096]:
        raise BadInput(f"{path} is no text: give a .txt, .json, .docx or .pdf file")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
    return text.splitlines()


def word(path: Path) -> list[str]:
    """The paragraphs and table cells of a Word document, in its order."""
    if not HAS_EXTRA:
        raise BadInput(NEEDS.format(path=path, kind="Word"))
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, SyntaxError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise BadInput(BROKEN.format(path=path, kind="Word", error=error)) from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return lines


def pdf(path: Path) -> list[str]:
    """The lines of a PDF's pages, as far as they are text and not pictures."""
    if not HAS_EXTRA:
        raise BadInput(NEEDS.format(path=path, kind="PDF"))
    try:
        pages = pypdf.PdfReader(path).pages
        return [line for page in pages for line in page.extract_text().splitlines()]
    except (PyPdfError, ValueError, KeyError) as error:
        raise BadInput(BROKEN.format(path=path, kind="PDF", error=error)) from error
