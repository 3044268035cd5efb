from pathlib import Path

import pytest

from nlp.components.themes import Themes
from nlp.errors import BadPattern
from nlp.families import LANGUAGES, Family, families, load_families
from nlp.fields import Field
from nlp.phrases import fold
from nlp.setting import Setting
from nlp.taxonomy import themes

ALL = [(language, family) for language in LANGUAGES for family in families(language)]


def found(language: str, family: Family, text: str) -> bool:
    field = Field.DESCRIPTION if Field.DESCRIPTION in family.fields else min(family.fields)
    kind = min(family.types) if family.types else None
    folded = fold(text)
    rules = Themes((language,))
    setting = Setting(field=field, notice_type=kind, traits=family.needs)
    matches = rules.match(folded, rules.index.candidates(folded, setting.field), setting)
    return family.name in {match.name for match, _, _ in matches}


@pytest.mark.parametrize(("language", "family"), ALL, ids=[family.name for _, family in ALL])
def test_each_family_finds_what_it_says_and_leaves_what_it_says(language: str, family: Family) -> None:
    assert family.matches
    assert family.misses
    assert all(found(language, family, text) for text in family.matches)
    assert not any(found(language, family, text) for text in family.misses)


def test_each_family_has_its_own_name_and_a_known_theme() -> None:
    names = [family.name for _, family in ALL]

    assert len(names) == len(set(names))
    assert {family.theme for _, family in ALL} <= {theme.code for theme in themes()}


def test_each_theme_has_a_family_in_each_language() -> None:
    for language in LANGUAGES:
        assert {family.theme for family in families(language)} == {theme.code for theme in themes()}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ('{"family": "a", "theme": "climate", "colour": "red"}', "unknown"),
        ('{"family": "a", "theme": "climate"}', "is missing"),
        ('{"family": "a", "theme": "climate", "phrases": ["(open"], "matches": [], "misses": []}', "bracket"),
        (
            '{"family": "a", "theme": "climate", "phrases": ["wage"], "fields": ["x"], "matches": [], "misses": []}',
            "'x'",
        ),
    ],
    ids=["json", "key", "missing", "phrase", "field"],
)
def test_a_broken_line_is_named_with_its_file(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "climate.jsonl").write_text("\n" + line + "\n", encoding="utf-8")

    with pytest.raises(BadPattern, match=rf"climate.jsonl, line 2: .*{message}"):
        load_families("en", tmp_path)
