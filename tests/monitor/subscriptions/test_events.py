from __future__ import annotations

import pytest

from monitor.subscriptions.events import CHOICES, EventKind, Severity


@pytest.mark.parametrize("kind", EventKind)
def test_each_kind_of_event_has_its_words(kind: EventKind) -> None:
    assert kind.singular
    assert kind.plural != kind.singular


def test_all_kinds_but_corrections_can_be_chosen() -> None:
    assert set(EventKind) - set(CHOICES) == {EventKind.CORRECTED}


@pytest.mark.parametrize(
    ("severity", "least", "reaches"),
    [
        ("duty", "practice", True),
        ("duty", "duty", True),
        ("policy", "duty", False),
        ("policy", "practice", True),
        ("practice", "policy", False),
    ],
)
def test_duty_is_graver_than_policy_and_policy_than_practice(severity: str, least: str, *, reaches: bool) -> None:
    assert Severity(severity).reaches(Severity(least)) is reaches
