from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.tracing.procurement import Procurement
from monitor.tracing.thread import Stage, Thread, ThreadState
from monitor.tracing.threads import follow
from nlp.commitment import Commitment, Readability
from scrapers.notice import Award, Document, Lot, Notice

Make = Callable[..., Any]
ASK = "The supplier must take on 12 apprentices from the borough each year."
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def thread(threads: tuple[Thread, ...], theme: str) -> Thread:
    [found] = [one for one in threads if one.theme == theme]
    return found


def again(procurement: Procurement, notices: list[Notice], said: list[Commitment] | None = None) -> tuple[Thread, ...]:
    commitments = procurement.commitments if said is None else tuple(said)
    return follow(replace(procurement, notices=tuple(notices), commitments=commitments))


def test_a_commitment_is_followed_from_asking_to_rating(story: Procurement) -> None:
    found = thread(follow(story), "jobs_skills")

    assert [step.stage for step in found.steps] == [
        Stage.ASKED,
        Stage.PROMISED,
        Stage.AGREED,
        Stage.CHANGED,
        Stage.RATED,
    ]
    assert found.state is ThreadState.RATED_MISSED
    assert found.reason == "its latest rating is 'requires improvement'"
    assert found.first.quote == ASK
    assert found.first.score is None
    assert found.steps[1].score == 1.0
    assert found.steps[1].reasons == ("same theme", "word for word the same")
    assert "same number: 12 apprentices" in found.steps[2].reasons
    assert found.steps[2].is_kpi


def test_a_change_that_lowers_the_number_is_told_at_its_step(story: Procurement) -> None:
    step = thread(follow(story), "jobs_skills").steps[3]

    assert step.shift is not None
    assert (step.shift.direction.value, step.shift.words) == ("weaker", "from 12 apprentices to 8 apprentices")


@shared
@given(data=st.data())
def test_notices_and_commitments_in_any_order_give_the_same_threads(story: Procurement, data: st.DataObject) -> None:
    notices = data.draw(st.permutations(story.notices))
    said = data.draw(st.permutations(story.commitments))

    assert again(story, notices, said) == follow(story)


@shared
@given(data=st.data())
def test_duplicates_change_nothing(story: Procurement, data: st.DataObject) -> None:
    notices = [*story.notices, *data.draw(st.lists(st.sampled_from(story.notices)))]
    said = [*story.commitments, *data.draw(st.lists(st.sampled_from(story.commitments)))]

    assert again(story, notices, said) == follow(story)


def test_following_twice_changes_nothing(story: Procurement) -> None:
    assert follow(story) == follow(story) == story.threads


@shared
@given(month=st.sampled_from([4, 6, 7, 9, 10, 12]), kind=st.sampled_from(["UK4", "UK6", "UK7", "UK10"]))
def test_a_sparse_update_drops_no_thread_and_no_step(story: Procurement, notice: Make, month: int, kind: str) -> None:
    silent = notice(kind, month, is_update=True)

    found = again(story, [*story.notices, silent])

    assert [(one.id, one.state, one.steps) for one in found] == [
        (one.id, one.state, one.steps) for one in follow(story)
    ]


@shared
@given(data=st.data())
def test_every_thread_is_kept_whatever_is_published_later(story: Procurement, data: st.DataObject) -> None:
    """A prefix of the notices has no thread that the whole does not have under the same id."""
    count = data.draw(st.integers(1, len(story.notices)))

    early = {one.id for one in again(story, list(story.notices[:count]))}

    assert early <= {one.id for one in follow(story)}


def test_a_procurement_without_commitments_has_no_threads(procurement: Make, notice: Make) -> None:
    assert follow(procurement(notice("UK4", 1), notice("UK7", 5))) == ()


def test_a_sentence_that_stands_in_several_lots_is_one_thread(procurement: Make, notice: Make, says: Make) -> None:
    tender = notice("UK4", 1)
    lots = tuple(says(tender, ASK, pointer=f"/tender/lots/{place}/description") for place in range(3))

    assert len(follow(procurement(tender, said=lots))) == 1


def test_words_read_under_two_themes_are_one_thread_of_the_firmer(procurement: Make, notice: Make, says: Make) -> None:
    tender = notice("UK4", 1)

    [found] = follow(procurement(tender, said=(says(tender, ASK, "local_economy", 2), says(tender, ASK))))

    assert found.theme == "jobs_skills"


def test_two_asks_of_one_theme_are_two_threads(procurement: Make, notice: Make, says: Make) -> None:
    tender = notice("UK4", 1)
    visits = says(tender, "Forty school visits about careers in engineering.", start=100, end=149)

    assert len(follow(procurement(tender, said=(says(tender, ASK), visits)))) == 2


@pytest.mark.parametrize(
    ("theme", "level"),
    [("award_criteria", 3), ("justification", 4), ("engagement", 3), ("fair_process", 4), ("jobs_skills", 1)],
)
def test_what_ends_with_the_procurement_or_binds_nobody_is_not_followed(
    procurement: Make, notice: Make, says: Make, theme: str, level: int
) -> None:
    tender = notice("UK4", 1)

    assert follow(procurement(tender, said=(says(tender, ASK, theme, level),))) == ()


# The state in which a thread ends.


def test_it_is_open_before_an_award(procurement: Make, notice: Make, says: Make) -> None:
    tender = notice("UK4", 1)

    [found] = follow(procurement(tender, said=(says(tender, ASK),)))

    assert (found.state, found.reason) == (ThreadState.OPEN, "no notice of an award or a contract is held yet")


@pytest.mark.parametrize(
    ("kind", "words", "state"),
    [
        pytest.param("UK7", ASK, ThreadState.CARRIED, id="the same words"),
        pytest.param("UK6", "12 apprentices from the borough, each year", ThreadState.CARRIED, id="at the award"),
        pytest.param("UK7", "It will take on 8 apprentices each year.", ThreadState.WEAKENED, id="a lower number"),
        pytest.param("UK7", "It will take on 15 apprentices each year.", ThreadState.STRENGTHENED, id="a higher one"),
        pytest.param("UK7", "It will take on 3 apprentices each quarter.", ThreadState.CARRIED, id="another span"),
    ],
)
def test_what_follows_decides_the_state(
    procurement: Make, notice: Make, says: Make, kind: str, words: str, state: ThreadState
) -> None:
    tender, later = notice("UK4", 1), notice(kind, 5)

    [found] = follow(procurement(tender, later, said=(says(tender, ASK), says(later, words))))

    assert found.state is state


def test_firm_words_that_become_a_wish_in_an_update_are_weakened(procurement: Make, notice: Make, says: Make) -> None:
    tender, update = notice("UK4", 1), notice("UK4", 2, is_update=True)
    wish = says(update, "The supplier may take on apprentices from the borough.", level=1)

    [found] = follow(procurement(tender, update, said=(says(tender, ASK), wish)))

    assert (found.state, found.reason) == (ThreadState.WEAKENED, "it went from measurable to named")


def test_a_short_mention_at_the_award_weakens_nothing(procurement: Make, notice: Make, says: Make) -> None:
    tender, award = notice("UK4", 1), notice("UK6", 3)

    [found] = follow(procurement(tender, award, said=(says(tender, ASK), says(award, "Apprentices", level=1))))

    assert found.state is ThreadState.CARRIED


def test_what_returns_to_the_number_asked_is_carried(procurement: Make, notice: Make, says: Make) -> None:
    tender, details, change = notice("UK4", 1), notice("UK7", 5), notice("UK10", 8)
    said = (says(tender, ASK), says(details, ASK.replace("12", "8")), says(change, ASK))

    [found] = follow(procurement(tender, details, change, said=said))

    assert found.state is ThreadState.CARRIED


def test_it_is_not_seen_again_where_whole_contract_details_are_silent(
    procurement: Make, notice: Make, says: Make
) -> None:
    tender, details = notice("UK4", 1), notice("UK7", 5)

    [found] = follow(procurement(tender, details, said=(says(tender, ASK),)))

    assert found.state is ThreadState.NOT_SEEN_AGAIN


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param("UK6", {}, id="only the award is held"),
        pytest.param("UK7", {"is_update": True}, id="only an update is held"),
        pytest.param("UK10", {}, id="only a change is held"),
        pytest.param("UK7", {"documents": (Document(type="contractSigned"),)}, id="a copy of the contract is attached"),
        pytest.param("UK7", {"awards": (Award(lots=("2",)),)}, id="the contract is of another lot"),
    ],
)
def test_silence_is_left_open_where_it_may_mean_nothing(
    procurement: Make, notice: Make, says: Make, kind: str, fields: dict[str, Any]
) -> None:
    tender = notice("UK4", 1, lots=(Lot(id="1", pointer="/tender/lots/0"),))
    said = says(tender, ASK, pointer="/tender/lots/0/description")

    [found] = follow(procurement(tender, notice(kind, 5, **fields), said=(said,)))

    assert found.state is ThreadState.OPEN


def test_silence_that_can_not_be_read_is_left_open(procurement: Make, notice: Make, says: Make) -> None:
    tender, details = notice("UK4", 1), notice("UK7", 5)

    [found] = follow(
        procurement(tender, details, said=(says(tender, ASK),), readability={details.id: Readability.CANNOT_TELL})
    )

    assert found.state is ThreadState.OPEN
    assert "not read" in found.reason


def test_its_theme_in_other_words_is_told_and_left_open(procurement: Make, notice: Make, says: Make) -> None:
    tender, details = notice("UK4", 1), notice("UK7", 5)
    other = says(details, "Careers talks in every secondary school.")

    found = follow(procurement(tender, details, said=(says(tender, ASK), other)))

    assert [(one.state, one.is_in_other_words) for one in found] == [
        (ThreadState.OPEN, True),
        (ThreadState.OPEN, False),
    ]


def test_what_was_told_before_the_tender_alone_is_never_not_seen_again(
    procurement: Make, notice: Make, says: Make
) -> None:
    planned = notice("UK3", 1)

    [found] = follow(procurement(planned, notice("UK4", 2), notice("UK7", 5), said=(says(planned, ASK),)))

    assert found.state is ThreadState.OPEN


def test_a_procurement_that_ended_before_an_award_drops_nothing(procurement: Make, notice: Make, says: Make) -> None:
    tender, end = notice("UK4", 1), notice("UK12", 3)

    [found] = follow(procurement(tender, end, said=(says(tender, ASK),)))

    assert (found.state, found.is_ended, found.next_notice) == (ThreadState.OPEN, True, None)
    assert "the procurement was ended before an award" in found.reason
    assert found.steps[-1].stage is Stage.ENDED


def test_a_contract_that_ends_ends_its_threads(story: Procurement, notice: Make, contract: Make) -> None:
    end = notice("UK11", 12, contracts=(contract(),))

    found = thread(again(story, [*story.notices, end]), "jobs_skills")

    assert (found.state, found.is_ended, found.next_notice) == (ThreadState.RATED_MISSED, True, None)


def test_the_end_of_one_contract_of_two_ends_no_thread(story: Procurement, notice: Make, contract: Make) -> None:
    second = notice("UK7", 6, contracts=(contract(id="C2"),))
    end = notice("UK11", 12, contracts=(contract(),))

    assert not any(one.is_ended for one in again(story, [*story.notices, second, end]))


# Ratings.


@pytest.mark.parametrize(
    ("ratings", "state"),
    [
        (["met"], ThreadState.RATED_MET),
        (["below"], ThreadState.RATED_MISSED),
        (["significantlyBelow"], ThreadState.RATED_MISSED),
        (["slightlyBelow"], ThreadState.OPEN),
        (["other"], ThreadState.OPEN),
        (["below", "met"], ThreadState.RATED_MET),
        (["met", "below"], ThreadState.RATED_MISSED),
    ],
)
def test_the_newest_rating_decides(
    procurement: Make, notice: Make, contract: Make, metric: Make, result: Make, ratings: list[str], state: ThreadState
) -> None:
    details = notice("UK7", 5, contracts=(contract(metrics=(metric(),)),))
    rated = [notice("UK9", 6 + place, contracts=(result(rating),)) for place, rating in enumerate(ratings)]

    [found] = follow(procurement(details, *rated))

    assert found.state is state
    assert len(found.steps) == 1 + len(ratings)


def test_one_contract_of_two_that_missed_is_enough(
    procurement: Make, notice: Make, contract: Make, metric: Make, result: Make
) -> None:
    both = (contract(metrics=(metric(),)), contract(id="C2", metrics=(metric(),)))
    rated = notice("UK9", 11, contracts=(result("met"), result("below", contract="C2")))

    [found] = follow(procurement(notice("UK7", 5, contracts=both), rated))

    assert found.state is ThreadState.RATED_MISSED
    assert "1 of 2 results" in found.reason


def test_an_indicator_without_a_theme_is_matched_by_its_words_and_number(
    procurement: Make, notice: Make, says: Make, contract: Make, metric: Make
) -> None:
    tender = notice("UK4", 1)
    agreed = metric("Carbon", "Emissions of the work cut by 8% a year.")
    ask = says(tender, "A plan that cuts the emissions of the work by 8% a year.", "climate")

    [found] = follow(procurement(tender, notice("UK7", 5, contracts=(contract(metrics=(agreed,)),)), said=(ask,)))

    assert found.state is ThreadState.CARRIED
    assert found.theme == "climate"


def test_a_rating_whose_agreed_indicator_is_not_held_is_a_thread_of_its_own(
    procurement: Make, notice: Make, result: Make
) -> None:
    [found] = follow(procurement(notice("UK9", 11, contracts=(result("met"),))))

    assert (found.state, found.theme) == (ThreadState.RATED_MET, "performance")
    assert found.first.quote == "Apprentices taken on"


def test_ids_stay_when_more_is_published(story: Procurement) -> None:
    early = again(story, [story.notices[0]])

    assert [one.id for one in early] == [one.id for one in follow(story)][: len(early)]
