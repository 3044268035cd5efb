from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.errors import BadPage
from scrapers.readers.json_stream import Values

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


class Drip(io.BytesIO):
    """Gives a few bytes at a time, so that every value is cut somewhere."""

    def read(self, _size: int | None = -1) -> bytes:
        return super().read(3)


def values(body: bytes, **place: int) -> list[bytes]:
    return [value.raw for value in Values(io.BytesIO(body), **place)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'[{"a":1},{"b":"}]\\""}, 3, "x",null ]', [b'{"a":1}', b'{"b":"}]\\""}', b"3", b'"x"', b"null"]),
        (b'{"uri":"u","releases":[{"id":1},\n{"id":2}],"links":{"next":"]}"}}', [b'{"id":1}', b'{"id":2}']),
        (b'{"records":[]}', []),
        (b'{"ocid":"x","tag":[]}\n{"ocid":"y"}\n', [b'{"ocid":"x","tag":[]}', b'{"ocid":"y"}']),
        (b'{"releases":[{"id":1}]} {"releases":[{"id":2}]} [5]', [b'{"id":1}', b'{"id":2}', b"5"]),
        (b'{"n":1e9999,"s":"\xe9"}', [b'{"n":1e9999,"s":"\xe9"}']),
        (b"", []),
        (b"  \n ", []),
    ],
    ids=[
        "a list",
        "a package",
        "an empty package",
        "lines",
        "packages",
        "what JSON does not allow",
        "nothing",
        "blanks",
    ],
)
def test_gives_each_value_byte_for_byte(body: bytes, expected: list[bytes]) -> None:
    assert values(body) == expected
    assert [value.raw for value in Values(Drip(body))] == expected


@pytest.mark.parametrize(
    "body", [b'{"id":1', b'[{"id":1},', b'{"releases":[{"id":1}],"links":{', b'["abc', b'[{"a":"\\']
)
def test_what_is_cut_short_is_told(body: bytes) -> None:
    with pytest.raises(BadPage, match=f"ends at byte {len(body)}"):
        values(body)


@pytest.mark.parametrize("body", [b"[}]", b"[1 }"])
def test_what_is_no_value_is_told(body: bytes) -> None:
    with pytest.raises(BadPage, match="no JSON value at byte"):
        values(body)


@given(items=st.lists(JSON, max_size=4), kind=st.sampled_from(["list", "package"]), indent=st.sampled_from([None, 1]))
def test_goes_on_after_any_value(items: list[Any], kind: str, indent: int | None) -> None:
    document = items if kind == "list" else {"uri": "]}", "releases": items, "after": {"releases": [1]}}
    body = json.dumps(document, indent=indent).encode()

    found = list(Values(Drip(body)))

    assert [json.loads(value.raw) for value in found] == items
    for place, value in enumerate(found):
        rest = values(body[value.after :], offset=value.after, inside=value.inside)
        assert [json.loads(raw) for raw in rest] == items[place + 1 :]
