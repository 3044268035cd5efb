from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import BadSettings, MonitorError
from monitor.subscriptions.errors import BadLink, ExpiredLink, ForeignLink, WithdrawnLink
from monitor.subscriptions.links import Permit, Purpose, Signer

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SIGNER = Signer("a long secret for tests")
SECOND = timedelta(seconds=1)

Make = Callable[..., str]


@pytest.mark.parametrize(
    ("make", "permit"),
    [
        (SIGNER.confirm, Permit(Purpose.CONFIRM, 7, 2)),
        (SIGNER.manage, Permit(Purpose.MANAGE, 7, 2)),
        (SIGNER.stop, Permit(Purpose.STOP, 7, 2)),
        (SIGNER.stop_all, Permit(Purpose.STOP, 7, 2, everything=True)),
        (SIGNER.feed, Permit(Purpose.FEED, 7, 2)),
    ],
    ids=["confirm", "manage", "stop", "stop all", "feed"],
)
def test_a_link_opens_what_it_was_made_for(make: Make, permit: Permit) -> None:
    token = make(7, links=2, now=NOW)

    assert SIGNER.read(permit.purpose, token, now=NOW) == permit
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("other", Purpose)
def test_a_link_of_one_purpose_opens_no_other(purpose: Purpose, other: Purpose) -> None:
    token = getattr(SIGNER, purpose)(7, links=0, now=NOW)

    if purpose is other:
        assert SIGNER.read(other, token, now=NOW).key == 7
    else:
        with pytest.raises(ForeignLink):
            SIGNER.read(other, token, now=NOW)


@pytest.mark.parametrize(
    ("purpose", "days"), [(Purpose.CONFIRM, 7), (Purpose.MANAGE, 30), (Purpose.STOP, 400)], ids=str
)
def test_a_link_is_good_for_its_days_and_not_a_second_longer(purpose: Purpose, days: int) -> None:
    token = getattr(SIGNER, purpose)(7, links=0, now=NOW)
    end = NOW + timedelta(days=days)

    assert SIGNER.read(purpose, token, now=end).key == 7
    with pytest.raises(ExpiredLink, match=f"good for {days} days"):
        SIGNER.read(purpose, token, now=end + SECOND)


def test_a_feeds_link_does_not_expire() -> None:
    token = SIGNER.feed(7, links=0, now=NOW)

    assert SIGNER.read(Purpose.FEED, token, now=NOW + timedelta(days=20_000)).key == 7


@pytest.mark.parametrize(
    "spoilt", ["", "x", "a.b.c", "\N{SNOWMAN}", "." * 5000], ids=["empty", "x", "dots", "snow", "long"]
)
def test_what_is_no_link_of_ours_is_refused(spoilt: str) -> None:
    with pytest.raises(ForeignLink, match="not one of ours"):
        SIGNER.read(Purpose.STOP, spoilt, now=NOW)


def test_no_letter_of_a_link_can_be_changed() -> None:
    token = SIGNER.stop(7, links=0, now=NOW)
    whole = len(token) - 1  # the last letter of a signature carries bits that count for nothing

    for place in range(whole):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(BadLink):
            SIGNER.read(Purpose.STOP, changed, now=NOW)


def test_a_link_signed_with_another_secret_is_refused() -> None:
    token = Signer("another secret for tests").stop(7, links=0, now=NOW)

    with pytest.raises(ForeignLink):
        SIGNER.read(Purpose.STOP, token, now=NOW)


def test_links_of_an_older_generation_are_worthless() -> None:
    permit = SIGNER.read(Purpose.MANAGE, SIGNER.manage(7, links=1, now=NOW), now=NOW)

    assert permit.unless_withdrawn(1) is permit
    with pytest.raises(WithdrawnLink, match="ask for another"):
        permit.unless_withdrawn(2)


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_secret_that_could_be_guessed_is_refused_by_the_name_of_its_setting(secret: str) -> None:
    with pytest.raises(BadSettings, match="ETHOS_PEOPLE__SECRET"):
        Signer(secret)


@pytest.mark.parametrize("error", [ForeignLink, ExpiredLink, WithdrawnLink])
def test_all_errors_of_links_have_one_root(error: type[Exception]) -> None:
    assert issubclass(error, BadLink)
    assert issubclass(error, MonitorError)
