from nlp.quotes import clause

SHORT = "Bidders must show a plan."
LONG = (
    "The framework covers repairs, voids and planned works across four areas of the county; suppliers must pay "
    "the living wage to all of their staff; and the council will meet each of them every quarter to look at "
    "progress on the programme and to plan the next stage of it, "
    "with minutes kept by the council and sent to all who came within a week of the meeting."
)


def test_a_short_statement_is_quoted_whole() -> None:
    assert clause(SHORT, 8, 12) == (0, len(SHORT))


def test_a_long_statement_is_cut_to_the_clause() -> None:
    at = LONG.index("living wage")

    start, end = clause(LONG, at, at + len("living wage"))

    assert LONG[start:end] == "suppliers must pay the living wage to all of their staff"
