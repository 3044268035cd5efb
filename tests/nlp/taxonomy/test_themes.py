from nlp.taxonomy import Principle, crosswalk, themes


def test_every_theme_serves_a_principle_and_has_one_sentence() -> None:
    assert len(themes()) == 19
    assert all(theme.principles and theme.definition.endswith(".") for theme in themes())
    assert {principle for theme in themes() for principle in theme.principles} == set(Principle)


def test_every_theme_is_in_the_crosswalk_and_every_row_has_its_source() -> None:
    assert {row.theme for row in crosswalk()} == {theme.code for theme in themes()}
    assert all(row.source.startswith("https://") and row.title for row in crosswalk())


def test_the_crosswalk_covers_each_model_and_marks_what_was_not_verified() -> None:
    frameworks = {row.framework for row in crosswalk()}

    assert frameworks >= {
        "ppn_002",
        "ppn_026",
        "ppn_06_20",
        "act_2023_s12",
        "wales_wellbeing_goals",
        "scotland_community_benefits",
        "sdg",
    }
    assert {row.verified for row in crosswalk()} == {True, False}
