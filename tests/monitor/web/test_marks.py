from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.marks import Span, anchor, pieces, place

TEXT = "Bidders must offer social value."


def span(start: int, end: int, level: int | None = 1) -> Span:
    return Span(start=start, end=end, anchor=f"{start}-{end}-{level}", theme="climate", level=level)


SPANS = st.lists(
    st.builds(span, st.integers(-3, 40), st.integers(-3, 40), st.one_of(st.none(), st.integers(0, 4))), max_size=6
)


@given(text=st.text(max_size=40), spans=SPANS)
def test_the_pieces_joined_are_the_text_whatever_the_spans(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in pieces(text, spans)) == text


@given(text=st.text(max_size=40), spans=SPANS)
def test_each_span_covers_exactly_its_own_words(text: str, spans: list[Span]) -> None:
    made = pieces(text, spans)

    for one in spans:
        covered = "".join(piece.text for piece in made if one in piece.over)
        lies = 0 <= one.start < one.end <= len(text)
        assert covered == (text[one.start : one.end] if lies else "")


def test_overlapping_spans_share_the_piece_where_they_meet_and_the_firmer_colours_it() -> None:
    made = pieces(TEXT, [span(8, 24, 1), span(19, 32, 4)])

    assert [(piece.text, piece.level) for piece in made] == [
        ("Bidders ", None),
        ("must offer ", 1),
        ("socia", 4),
        ("l value.", 4),
    ]
    assert [len(piece.over) for piece in made] == [0, 1, 2, 1]
    assert [len(piece.ends) for piece in made] == [0, 0, 1, 1]


def test_an_anchor_tells_the_same_words_of_two_themes_apart() -> None:
    words = {anchor("/a", 0, 5, "climate"), anchor("/a", 0, 5, "community"), anchor("/b", 0, 5, "climate")}
    anchors = words | {place("/a")}

    assert len(anchors) == 4
