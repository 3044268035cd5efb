from decimal import Decimal

import pytest
import spacy
from spacy.tokens import Doc

from nlp.commitment import Context, Level, Modality
from nlp.components.categoriser import make_categoriser
from nlp.components.gate import GATE
from nlp.components.modality import Mood
from nlp.components.subject import Subject
from nlp.fields import Field
from nlp.pipeline import COMPONENTS
from nlp.seen import Seen
from nlp.setting import FIRED, FIRM, MOOD, SCORES, SETTING, SLOTS, THEMES, Setting
from nlp.taxonomy import themes


def run(text: str, *names: str, setting: Setting | None = None) -> Doc:
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name)
    doc = nlp.make_doc(text)
    doc.user_data[SETTING] = setting or Setting()
    return nlp(doc)


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_can_be_used_alone(name: str) -> None:
    doc = run("All staff must be paid the real Living Wage.", name)

    assert doc.text.startswith("All staff")


@pytest.mark.parametrize(
    ("text", "field", "passes"),
    [
        ("The lift is painted blue.", Field.DESCRIPTION, False),
        ("The lift is painted blue.", Field.DIRECT_AWARD, True),
        ("Staff get a living wage.", Field.DESCRIPTION, True),
    ],
    ids=["plain", "rationale", "theme"],
)
def test_the_gate_lets_plain_text_pass_unread(text: str, field: Field, passes: bool) -> None:  # noqa: FBT001 - an outcome
    assert run(text, "gate", setting=Setting(field=field)).user_data[GATE] is passes


def test_rules_store_spans_with_theme_and_family() -> None:
    doc = run("All staff must be paid the real Living Wage.", "themes")

    assert ("fair_work", "fw-named") in {(span.label_, span.id_) for span in doc.spans[THEMES]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Suppliers must report.", Modality.MUST),
        ("Bids will be scored.", Modality.SCORED),
        ("We would like to see this.", Modality.MAY),
        ("A fine day.", Modality.NONE),
    ],
)
def test_modality_tells_who_is_bound(text: str, expected: Modality) -> None:
    mood = run(text, "modality").user_data[MOOD]

    assert mood.modality is expected


def test_modality_tells_that_something_is_ruled_out() -> None:
    assert run("Community benefits will not be sought.", "modality").user_data[MOOD].ruled_out


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("The successful Supplier must report", "actor", "The successful Supplier"),
        ("Two apprentices a year", "quantity", Decimal(2)),
        ("Two apprentices a year", "unit", "apprentices"),
        ("Two apprentices a year", "rate", "a year"),
        ("Spend of \u00a32.5m with others", "quantity", Decimal("2500000.0")),
        ("Reply within 5 working days", "deadline", "within 5 working days"),
        ("Net zero by 31 March 2030", "deadline", "31 March 2030"),
        ("Jobs for care leavers", "beneficiary", "care leavers"),
        ("It is reported monthly", "check", "reported"),
        ("Firms in the county of Northmere", "place", "county of Northmere"),
        ("Social value 10%", "weight", Decimal(10)),
    ],
)
def test_slots_hold_the_words_that_say_it(text: str, slot: str, value: object) -> None:
    assert getattr(run(text, "slots").user_data[SLOTS], slot) == value


def test_slots_take_the_weight_of_the_field() -> None:
    doc = run("Social Value", "slots", setting=Setting(field=Field.CRITERION_NAME, weight=Decimal(15)))

    assert doc.user_data[SLOTS].weight == Decimal(15)


@pytest.mark.parametrize(
    ("field", "theme"),
    [(Field.KPI_TITLE, "performance"), (Field.NO_KPI, "performance"), (Field.DIRECT_AWARD, "justification")],
)
def test_a_field_gives_its_theme_whatever_the_words(field: Field, theme: str) -> None:
    doc = run("Some words of the officer", "structure", setting=Setting(field=field))

    assert [span.label_ for span in doc.spans[THEMES]] == [theme]


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("The contract contains KPIs, but they need not be published.", "field:indicators-kept"),
        ("Key performance indicators have been agreed and are watched by the museum.", "field:indicators-kept"),
        ("The contract is below the threshold.", "field:no-indicators"),
        ("No KPIs have been set for a single delivery.", "field:no-indicators"),
        ("Key performance indicators are set at framework level.", "field:no-indicators"),
    ],
)
def test_indicators_that_are_kept_and_not_published_are_told_from_none(text: str, found_by: str) -> None:
    doc = run(text, "structure", setting=Setting(field=Field.NO_KPI))

    assert [span.id_ for span in doc.spans[THEMES]] == [found_by]


def test_an_indicator_with_only_a_number_says_nothing() -> None:
    doc = run("KPI 1", "structure", setting=Setting(field=Field.KPI_TITLE))

    assert not doc.spans.get(THEMES)


@pytest.mark.parametrize(
    ("context", "theme"),
    [
        (Context(notice_id="n", title="Waste and recycling collection"), "environment"),
        (Context(notice_id="n", title="A service", cpv=("80500000",)), "jobs_skills"),
    ],
    ids=["title", "code"],
)
def test_the_title_and_codes_tell_what_is_bought(context: Context, theme: str) -> None:
    assert theme in Subject().subjects(context)


def test_a_bought_theme_is_kept_where_it_is_scored() -> None:
    setting = Setting(subjects=frozenset({"environment"}))

    bound = run(
        "Bids will be scored on how they reduce packaging waste.", "themes", "modality", "subject", setting=setting
    )
    plain = run(
        "The round takes waste to be recycled, to reduce waste.", "themes", "modality", "subject", setting=setting
    )

    assert "environment" in {span.label_ for span in bound.spans[THEMES]}
    assert "environment" not in {span.label_ for span in plain.spans[THEMES]}
    assert isinstance(bound.user_data[MOOD], Mood)


def test_a_criterion_on_skill_in_what_is_bought_is_no_commitment() -> None:
    setting = Setting(field=Field.CRITERION_NAME, subjects=frozenset({"climate"}))

    skill = run("Knowledge of net zero planning", "themes", "modality", "subject", setting=setting)
    asked = run("Net zero in how the study is done", "themes", "modality", "subject", setting=setting)

    assert not skill.spans[THEMES]
    assert "climate" in {span.label_ for span in asked.spans[THEMES]}


def test_firmness_judges_each_theme_that_was_found() -> None:
    doc = run("All staff must be paid the real Living Wage.", "themes", "modality", "slots", "firmness")

    firm = doc.user_data[FIRM]["fair_work"]

    assert 0 <= firm.expected <= 4
    assert firm.likeliest in Level


def test_the_categoriser_keeps_the_probability_of_every_theme() -> None:
    doc = run("All staff must be paid the real Living Wage.", "themes", "categoriser")

    assert doc.user_data[SCORES].keys() == {theme.code for theme in themes()}
    assert "fair_work" in {span.label_ for span in doc.spans[THEMES]}


def test_the_categoriser_never_overrules_a_sure_family() -> None:
    text = "Award criterion (quality): Contract Management\n10\n45"
    doc = run(text, "themes")
    judge = make_categoriser(spacy.blank("en"), "categoriser", None, [])

    assert "ac-line" in {span.id_ for span in judge(doc).spans[THEMES]}


def test_the_categoriser_adds_nothing_to_a_step_in_a_portal() -> None:
    judge = make_categoriser(spacy.blank("en"), "categoriser", None, [])
    sure = {"fair_process": 0.99}

    assert judge.added(sure, Seen(folded="bids are open to all.", setting=Setting())) == ["fair_process"]
    assert judge.added(sure, Seen(folded="click the link open to all suppliers.", setting=Setting())) == []


def test_the_subject_notes_what_had_matched_before_it_dropped_any() -> None:
    setting = Setting(subjects=frozenset({"environment"}))

    doc = run(
        "The round takes waste to be recycled, to reduce waste.", "themes", "modality", "subject", setting=setting
    )

    assert not doc.spans[THEMES]
    assert "environment" in {theme for _, theme in doc.user_data[FIRED]}
