import pytest

from nlp.fields import Field, field_of


@pytest.mark.parametrize(
    ("pointer", "kind"),
    [
        ("/tender/title", Field.TITLE),
        ("/tender/description", Field.DESCRIPTION),
        ("/description", Field.NOTE),
        ("/tender/lots/0/title", Field.LOT_TITLE),
        ("/tender/lots/3/awardCriteria/criteria/1/name", Field.CRITERION_NAME),
        ("/tender/lots/3/awardCriteria/criteria/1/description", Field.CRITERION_DESCRIPTION),
        ("/tender/lots/0/awardCriteria/weightingDescription", Field.CRITERIA_PROSE),
        ("/tender/lots/0/selectionCriteria/criteria/0/description", Field.SELECTION),
        ("/contracts/0/agreedMetrics/2/title", Field.KPI_TITLE),
        ("/contracts/0/implementation/metrics/0/title", Field.RESULT_TITLE),
        ("/contracts/0/noAgreedMetricsRationale", Field.NO_KPI),
        ("/tender/procurementMethodRationale", Field.DIRECT_AWARD),
        ("/tender/lotDetails/noLotsDivisionRationale", Field.NO_LOTS),
        ("/planning/noEngagementNoticeRationale", Field.NO_ENGAGEMENT),
        ("/contracts/0/amendments/0/rationale", Field.AMENDMENT_REASON),
        ("/tender/lots/0/renewal/description", Field.RENEWAL),
        ("/tender/contractTerms/financialTerms", Field.FINANCIAL_TERMS),
    ],
)
def test_a_pointer_tells_the_kind_of_field(pointer: str, kind: Field) -> None:
    assert field_of(pointer) is kind
