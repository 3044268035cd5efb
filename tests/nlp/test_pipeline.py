import time
from dataclasses import dataclass
from decimal import Decimal

import pytest
import spacy

from nlp.commitment import Commitment, Context, Level, Readability
from nlp.conclude import conclude
from nlp.pipeline import COMPONENTS, Extractor
from nlp.setting import SETTING, Setting


@dataclass(frozen=True)
class Text:
    pointer: str
    text: str
    weight: Decimal | None = None
    frequency: int | None = None


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


def read(extractor: Extractor, *texts: Text, title: str = "Office cleaning", kind: str = "UK4") -> list[Commitment]:
    context = Context(notice_id="n1", notice_type=kind, title=title)
    return list(extractor.read(context, texts).commitments)


def levels(found: list[Commitment]) -> dict[str, int]:
    return {made.theme: int(made.level) for made in found}


NAME = "/tender/lots/0/awardCriteria/criteria/0/name"
PROSE = "/tender/description"


@pytest.mark.parametrize(
    ("text", "theme", "level"),
    [
        (Text(NAME, "Social Value", Decimal(10)), "social_value", 3),
        (Text(NAME, "Social Value"), "social_value", 2),
        (Text(NAME, "Technical and Social Value", Decimal(80)), "social_value", 2),
        (Text(PROSE, "Quality 60%, price 40%."), "award_criteria", 3),
        (Text("/tender/lots/0/awardCriteria/description", "As per tender documents"), "award_criteria", 0),
        (Text("/contracts/0/noAgreedMetricsRationale", "The value is under five million."), "performance", 0),
        (Text("/contracts/0/agreedMetrics/0/title", "Complaints"), "performance", 3),
        (Text("/contracts/0/agreedMetrics/0/title", "Attendance within 30 minutes"), "performance", 4),
        (
            Text("/tender/lots/0/renewal/description", "One year more, subject to satisfactory performance."),
            "performance",
            2,
        ),
        (Text("/tender/procurementMethodRationale", "Sole supplier"), "justification", 1),
        (Text(PROSE, "All staff must be paid the real Living Wage."), "fair_work", 3),
        (Text(PROSE, "Community benefits are included in this requirement."), "social_value", 2),
        (Text(PROSE, "Community benefits will not be sought."), "social_value", 0),
        (Text(PROSE, "No conflicts of interest were declared."), "integrity", 2),
        (Text(PROSE, "Rhaid cyflawni buddion cymunedol dan y contract hwn."), "social_value", 2),
    ],
    ids=lambda value: value.text if isinstance(value, Text) else str(value),
)
def test_a_plain_case_is_read_at_its_level(extractor: Extractor, text: Text, theme: str, level: int) -> None:
    assert levels(read(extractor, text)).get(theme) == level


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Apprenticeship training provision", "The programme offers apprenticeships and training to young people."),
        ("Provision of waste collection", "Garden waste is taken for recycling on alternate weeks."),
    ],
    ids=["apprenticeships", "waste"],
)
def test_the_subject_of_a_contract_is_no_commitment(extractor: Extractor, title: str, text: str) -> None:
    themes = levels(read(extractor, Text(PROSE, text), title=title))

    assert not themes.keys() & {"jobs_skills", "environment"}


def test_a_criterion_described_elsewhere_is_told_where_its_weight_is(extractor: Extractor) -> None:
    description = NAME.replace("name", "description")

    bare = read(extractor, Text(description, "As per the tender documents"))
    told = read(extractor, Text(description, "As per the tender documents", Decimal(40)))

    assert levels(bare) == {"award_criteria": 0}
    assert "award_criteria" not in levels(told)


def test_every_quote_is_the_text_at_its_offsets(extractor: Extractor) -> None:
    text = (
        "Pay:\r\n\u2022 All staff must be paid the real Living Wage.rn \u200fQuality 60%<br/>Price \u00a0 40%"
        "\u2029Net zero by 2030 must be met."
    )

    found = read(extractor, Text(PROSE, text))

    assert len(found) >= 3
    assert all(made.quote == text[made.start : made.end] for made in found)


def test_a_field_is_certain_and_a_rule_is_not(extractor: Extractor) -> None:
    found = read(
        extractor, Text("/contracts/0/agreedMetrics/0/title", "Complaints"), Text(PROSE, "We seek value for money.")
    )

    sure = {made.theme: made.confidence for made in found}

    assert sure["performance"] == 1.0
    assert 0.5 <= sure["value_for_money"] < 1.0


def test_commitments_stand_in_the_order_of_pointer_start_and_theme(extractor: Extractor) -> None:
    texts = [
        Text("/tender/lots/0/description", "Quality 60%. Social value 10%."),
        Text(PROSE, "We seek value for money and social value."),
    ]

    found = read(extractor, *texts)

    assert found == sorted(found, key=lambda made: (made.pointer, made.start, made.theme))
    assert found == read(extractor, *texts)


def test_the_version_is_told_in_every_commitment(extractor: Extractor) -> None:
    found = read(extractor, Text(NAME, "Social Value", Decimal(10)))

    assert {made.extractor for made in found} == {extractor.version}
    assert extractor.version == Extractor.load().version
    assert extractor.version.startswith("ethos-")


def test_a_text_that_stands_twice_is_read_once(extractor: Extractor) -> None:
    lots = [Text(f"/tender/lots/{number}/description", "Price 40% and quality 60%.") for number in range(3)]

    assert {made.pointer for made in read(extractor, *lots)} == {"/tender/lots/0/description"}


def test_many_notices_are_read_in_their_order(extractor: Extractor) -> None:
    notices = [(Context(notice_id=str(number)), [Text(NAME, "Social Value", Decimal(number))]) for number in (5, 10)]

    readings = list(extractor.read_many(notices))

    assert [reading.commitments[0].notice_id for reading in readings] == ["5", "10"]
    assert all(reading.commitments[0].level is Level.SPECIFIED for reading in readings)


@pytest.mark.parametrize("weight", [Decimal(10), Decimal("10.0"), Decimal(20)], ids=str)
def test_what_is_remembered_of_one_notice_changes_nothing_in_the_next(extractor: Extractor, weight: Decimal) -> None:
    fresh = Extractor.load()
    texts = [Text(NAME, "Social Value", weight), Text(PROSE, "All staff must be paid the real Living Wage.")]
    read(extractor, Text(NAME, "Social Value", Decimal(10)), texts[1])

    assert repr(read(extractor, *texts)) == repr(read(fresh, *texts))


def test_notices_read_together_are_read_as_each_alone(extractor: Extractor) -> None:
    notices = [
        (Context(notice_id=str(number)), [Text(PROSE, f"{words} Price {number}%.")])
        for number in range(30)
        for words in ("We seek value for money.", "The lift is painted blue.", "")
    ]

    together = list(Extractor.load().read_many(notices))

    assert together == [extractor.read(*notice) for notice in notices]


def test_the_components_run_as_a_spacy_pipeline_conclude_what_the_reader_does(extractor: Extractor) -> None:
    text = "All staff must be paid the real Living Wage."
    nlp = spacy.blank("en")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    doc = nlp.make_doc(text)
    doc.user_data[SETTING] = Setting(notice_type="UK4")

    concluded = {(made.theme, made.level) for made in conclude(nlp(doc))}

    assert concluded == {(made.theme, made.level) for made in read(extractor, Text(PROSE, text))}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "\x00\x01\x02",
        "\u202e\u200f\u202c",
        "a" * 1_000_000,
        "\u2022 social value\n" * 10_000,
        "social value " * 60_000,
    ],
    ids=["empty", "one", "control", "marks", "one line", "bullets", "one sentence"],
)
def test_bad_input_ends_in_bounded_time(extractor: Extractor, text: str) -> None:
    begun = time.process_time()

    reading = extractor.read(Context(notice_id="n"), [Text(PROSE, text)])

    assert time.process_time() - begun < 60
    assert all(made.quote == text[made.start : made.end] for made in reading.commitments)


def test_a_notice_without_texts_cannot_be_told(extractor: Extractor) -> None:
    reading = extractor.read(Context(notice_id="n"), [])

    assert reading.readability is Readability.CANNOT_TELL
    assert reading.commitments == ()
