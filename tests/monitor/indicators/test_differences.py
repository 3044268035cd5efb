from __future__ import annotations

from monitor.indicators.differences import Count, Difference, Verdict, counts, differences


def verdict(ocid: str, indicator: str, status: str, reason: str = "because") -> Verdict:
    return Verdict(ocid=ocid, indicator=indicator, status=status, reason=reason)


def test_what_is_the_same_is_no_difference() -> None:
    same = [verdict("a", "OP01", "clear"), verdict("b", "OP01", "raised")]

    assert differences(same, reversed(same)) == (2, [])


def test_a_changed_status_gives_both_sides_with_their_reasons() -> None:
    both, found = differences([verdict("a", "OP01", "raised", "none")], [verdict("a", "OP01", "clear", "three")])

    assert both == 1
    assert found == [
        Difference(ocid="a", indicator="OP01", was="raised", now="clear", was_because="none", now_because="three")
    ]


def test_another_reason_for_the_same_status_is_told() -> None:
    [found] = differences([verdict("a", "OP01", "raised", "one")], [verdict("a", "OP01", "raised", "two")])[1]

    assert (found.was, found.now, found.was_because, found.now_because) == ("raised", "raised", "one", "two")


def test_an_indicator_of_one_version_alone_has_one_side() -> None:
    old = [verdict("a", "OP01", "clear"), verdict("a", "OP02", "clear")]
    new = [verdict("a", "OP01", "clear"), verdict("a", "OP03", "raised")]

    found = differences(old, new)[1]

    assert [(one.indicator, one.was, one.now) for one in found] == [("OP02", "clear", None), ("OP03", None, "raised")]


def test_a_procurement_that_one_version_never_judged_says_nothing() -> None:
    assert differences([verdict("a", "OP01", "clear")], [verdict("b", "OP01", "raised")]) == (0, [])


def test_differences_stand_by_procurement_and_indicator() -> None:
    old = [verdict(ocid, code, "clear") for ocid in "ba" for code in ("SV01", "OP01")]
    new = [verdict(ocid, code, "raised") for ocid in "ab" for code in ("SV01", "OP01")]

    found = differences(old, new)[1]

    assert [(one.ocid, one.indicator) for one in found] == [("a", "OP01"), ("a", "SV01"), ("b", "OP01"), ("b", "SV01")]


def test_changes_are_counted_by_indicator_the_most_frequent_first() -> None:
    old = [verdict(ocid, "OP01", "raised") for ocid in "abc"]
    new = [verdict("a", "OP01", "cannot_tell"), verdict("b", "OP01", "clear"), verdict("c", "OP01", "clear")]

    assert counts(differences(old, new)[1]) == [
        Count(indicator="OP01", was="raised", now="clear", procurements=2),
        Count(indicator="OP01", was="raised", now="cannot_tell", procurements=1),
    ]
