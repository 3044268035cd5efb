from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from monitor import check
from monitor.errors import BadInput
from monitor.services import Services
from nlp.commitment import Level
from nlp.taxonomy.themes import themes

WORDS = "The supplier must pay the real living wage and take on 12 apprentices."


def as_text(path: Path) -> None:
    path.write_text(f"A draft\n\n{WORDS}\n", encoding="utf-8")


def as_old_text(path: Path) -> None:
    path.write_bytes(f"Caf\u00e9 \u2013 {WORDS}".encode("cp1252"))


def as_text_with_a_mark(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + WORDS.encode())


def as_word(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("A draft")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = WORDS
    document.save(str(path))


def as_pdf(path: Path) -> None:
    """One page with the words in it, as the standard (ISO 32000-1) writes text."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 40 800 Td ({WORDS}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(path)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("draft.txt", as_text),
        ("draft", as_text),
        ("draft.TXT", as_old_text),
        ("marked.txt", as_text_with_a_mark),
        ("draft.docx", as_word),
        ("draft.pdf", as_pdf),
    ],
    ids=["text", "no suffix", "Windows-1252", "a byte order mark", "Word", "PDF"],
)
def test_says_what_a_draft_commits_to_theme_by_theme(
    services: Services, tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    make(tmp_path / name)

    checked = check.run(services, tmp_path / name)

    by_theme = {line.theme: line for line in checked.themes}
    assert list(by_theme) == [theme.code for theme in themes()]
    assert (by_theme["fair_work"].level, by_theme["fair_work"].quote) == (Level.SPECIFIED, "real living wage")
    assert by_theme["jobs_skills"].quote == "12 apprentices"
    assert (by_theme["climate"].level, by_theme["climate"].says) == (None, "not mentioned")
    assert checked.name == name
    assert checked.findings == ()


def test_every_level_has_its_words_and_its_advice() -> None:
    assert set(check.SAYS) == set(check.ADVICE) == {None, *Level}


@pytest.mark.parametrize("missing", [(), ("id",), ("date",), ("id", "date", "ocid")], ids=str)
def test_a_draft_release_is_judged_by_the_rules_too(
    services: Services, tmp_path: Path, make_release: Any, missing: tuple[str, ...]
) -> None:
    release = {key: value for key, value in make_release(1).items() if key not in missing}
    (tmp_path / "draft.json").write_text(json.dumps(release))

    checked = check.run(services, tmp_path / "draft.json")

    found = {one.indicator: one.status.value for one in checked.findings}
    assert list(found) == [one.code for one in services.indicators]
    assert found["SV01"] == "raised"


@pytest.mark.parametrize(
    ("name", "body", "named"),
    [
        pytest.param("draft.txt", b"", "no text", id="empty"),
        pytest.param("draft.txt", b" \n\t\n", "no text", id="blank"),
        pytest.param("draft.txt", b"\x7fELF\x00\x01", "no text", id="a program"),
        pytest.param("draft.json", b"Dear reader", "no JSON", id="a letter called JSON"),
        pytest.param("draft.json", b"[]", "0 releases", id="no release"),
        pytest.param("draft.json", b"{}", "OCDS", id="an empty object"),
        pytest.param(
            "draft.json", b'{"tender": {"title": "Ledgers"}, "date": "soon"}', "soon", id="a date that is none"
        ),
        pytest.param("draft.json", b'[{"tender": {}}, {"tender": {}}]', "2 releases", id="two releases"),
        pytest.param("draft.docx", b"Dear reader", "Word", id="a letter called Word"),
        pytest.param("draft.docx", b"", "Word", id="an empty Word file"),
        pytest.param("draft.docx", b"PK\x03\x04 cut short", "Word", id="a Word file cut short"),
        pytest.param("draft.pdf", b"Dear reader", "PDF", id="a letter called PDF"),
        pytest.param("draft.pdf", b"", "PDF", id="an empty PDF"),
        pytest.param("draft.pdf", b"%PDF-1.7\n1 0 obj\n<<", "PDF", id="a PDF cut short"),
    ],
)
def test_a_file_that_is_no_draft_is_named_with_what_to_do(
    services: Services, tmp_path: Path, name: str, body: bytes, named: str
) -> None:
    (tmp_path / name).write_bytes(body)

    with pytest.raises(BadInput, match=named) as caught:
        check.run(services, tmp_path / name)

    assert str(tmp_path / name) in str(caught.value)


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml"])
def test_a_word_file_with_a_broken_part_is_told(services: Services, tmp_path: Path, part: str) -> None:
    as_word(tmp_path / "whole.docx")
    with zipfile.ZipFile(tmp_path / "whole.docx") as whole, zipfile.ZipFile(tmp_path / "draft.docx", "w") as broken:
        for entry in whole.infolist():
            broken.writestr(entry.filename, b"<w:document" if entry.filename == part else whole.read(entry))

    with pytest.raises(BadInput, match="Word file"):
        check.run(services, tmp_path / "draft.docx")


def test_a_locked_pdf_is_told(services: Services, tmp_path: Path) -> None:
    as_pdf(tmp_path / "open.pdf")
    writer = pypdf.PdfWriter(tmp_path / "open.pdf")
    writer.encrypt("key", algorithm="RC4-128")
    writer.write(tmp_path / "draft.pdf")

    with pytest.raises(BadInput, match="PDF file"):
        check.run(services, tmp_path / "draft.pdf")


@pytest.mark.parametrize(("name", "named"), [("", "is a directory"), ("nowhere.txt", "there is no file")])
def test_what_is_no_file_is_named(services: Services, tmp_path: Path, name: str, named: str) -> None:
    with pytest.raises(BadInput, match=named):
        check.run(services, tmp_path / name)


def test_nothing_of_a_draft_is_kept(services: Services, tmp_path: Path, make_release: Any) -> None:
    (tmp_path / "draft.json").write_text(json.dumps(make_release(1)))

    check.run(services, tmp_path / "draft.json")

    assert [one.name for one in tmp_path.iterdir()] == ["draft.json"]
