"""What applies to a procurement: the one place where rows of law meet facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from monitor.law import dates
from monitor.law.case import Case
from monitor.law.deadlines import DEADLINES, Deadline
from monitor.law.policies import NOT_NAMED_BY_THE_NOTES, POLICIES, Policy
from monitor.law.regimes import REGIMES, RegimeRow
from monitor.law.thresholds import MONEY_LINES, THRESHOLDS, ContractKind, MoneyLine, Threshold, kind_of
from scrapers.notice import AuthorityKind, Nation, Regime


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a policy binds a procurement (``None``: it can't be told), and why, in words that follow "because"."""

    binds: bool | None
    reason: str
    policy: Policy | None = None


@dataclass(slots=True)
class _Asked:
    """What was found of the procurement that was asked of last."""

    case: Case
    threshold: Decimal | None
    above: bool | None
    scope: Scope | None = None


class Law:
    """The rows, and the questions one may ask of them."""

    def __init__(
        self,
        *,
        thresholds: Iterable[Threshold] = THRESHOLDS,
        money_lines: Iterable[MoneyLine] = MONEY_LINES,
        deadlines: Iterable[Deadline] = DEADLINES,
        policies: Iterable[Policy] = POLICIES,
        regimes: Iterable[RegimeRow] = REGIMES,
    ) -> None:
        self._thresholds: dict[ContractKind, list[Threshold]] = {}
        for row in thresholds:
            self._thresholds.setdefault(row.kind, []).append(row)
        self._money_lines = {row.code: row for row in money_lines}
        self._deadlines = {row.code: row for row in deadlines}
        self._policies = tuple(policies)
        self._titles = {row.regime: row.title for row in regimes}
        self._asked: _Asked | None = None

    uk_date = staticmethod(dates.uk_date)
    is_working_day = staticmethod(dates.is_working_day)

    def regime_title(self, regime: Regime) -> str:
        """A regime's name in plain words."""
        return self._titles.get(regime, "rules that the notice doesn't name")

    def threshold(self, case: Case) -> Decimal | None:
        """The amount, VAT included, from which the full rules apply; ``None`` where it can't be told."""
        return self._of(case).threshold

    def above_threshold(self, case: Case) -> bool | None:
        """Whether a procurement is above its threshold: see ``judge_threshold``."""
        return self._of(case).above

    def judge_threshold(self, case: Case, *, declared: bool | None, gross: Decimal | None) -> bool | None:
        """Whether a value is above the threshold of a procurement, as the buyer declares where it does.

        ``None`` where a value at or over the line is declared to be below it (a mixed lot, a call-off entered that
        way), or where nothing is declared and value or line is missing.
        """
        return True if declared else self._judge(case, self.threshold(case), declared=declared, gross=gross)

    def _judge(self, case: Case, line: Decimal | None, *, declared: bool | None, gross: Decimal | None) -> bool | None:
        if declared:
            return True
        if declared is None:
            return None if line is None or gross is None else gross >= line
        # Where the kind is not told, the line for works is over every other but that of light touch concessions.
        line = line or self._amount_on(ContractKind.WORKS, case.began_on)
        return None if line is not None and gross is not None and gross >= line else False

    def money_line(self, code: str) -> Decimal:
        """The amount of a fixed line of the Act."""
        return self._money_lines[code].amount

    def deadline(self, code: str, *, light_touch: bool) -> int | None:
        """The days of a time limit; ``None`` where light touch contracts have none."""
        row = self._deadlines[code]
        return row.light_touch_days if light_touch else row.days

    def contract_details_days(self, *, light_touch: bool) -> int:
        """The days for publishing contract details, the day of signature being day 1 (s.53(1))."""
        row = self._deadlines["contract_details"]
        return row.light_touch_days if light_touch and row.light_touch_days else row.days

    def standstill_end(self, award_notice_published: datetime) -> date:
        """The last day of the mandatory standstill of 8 working days, the day of the award notice included (s.51)."""
        return dates.last_working_day(dates.uk_date(award_notice_published), self._deadlines["standstill"].days)

    def social_value_policy(self, case: Case) -> Scope:
        """The policy that asks this procurement for scored social value, or why none does, or why it can't be told."""
        asked = self._of(case)
        if asked.scope is None:
            asked.scope = self._scope(case)
        return asked.scope

    def _of(self, case: Case) -> _Asked:
        # Many rules ask of one procurement in turn, whose facts don't change. Looked at once, as threads share the law.
        asked = self._asked
        if asked is None or asked.case is not case:
            kind = kind_of(case)
            line = self._amount_on(kind, case.began_on) if kind else None
            above = self._judge(case, line, declared=case.declared_above, gross=case.gross)
            asked = self._asked = _Asked(case, line, above)
        return asked

    def _scope(self, case: Case) -> Scope:
        exempt = self._no_policy(case)
        if exempt is not None:
            return Scope(binds=False, reason=exempt)
        policy = self._policy_in_force(case)
        if policy is None:
            return Scope(binds=False, reason=f"no social-value policy was mandatory on {case.began_on:%-d %B %Y}")
        above = self.above_threshold(case)
        exempt = _exemption(policy, case, above=above)
        if exempt is not None:
            return Scope(binds=False, reason=exempt, policy=policy)
        doubt = _doubt(policy, case, above=above)
        if doubt is not None:
            return Scope(binds=None, reason=doubt, policy=policy)
        return Scope(binds=True, reason=f"{policy.code} binds {policy.binds}", policy=policy)

    def _amount_on(self, kind: ContractKind, on: date) -> Decimal | None:
        row = dates.on_day(self._thresholds.get(kind, ()), on)
        return row.amount if row else None

    def _no_policy(self, case: Case) -> str | None:
        if case.regime is not Regime.ACT_2023 and case.regime is not Regime.PCR_2015:
            return f"{self.regime_title(case.regime)} fixes no social-value weight"
        if case.nation in {Nation.SCOTLAND, Nation.WALES}:
            return "Scottish and Welsh bodies have duties of their own, which ask for no score"
        if case.authority is AuthorityKind.PRIVATE_UTILITY:
            return "no policy asks a private utility to score social value"
        if case.authority not in {AuthorityKind.CENTRAL, AuthorityKind.UNKNOWN}:
            return "no policy asks councils and other bodies outside central government to score social value"
        return None

    def _policy_in_force(self, case: Case) -> Policy | None:
        nation = case.nation if case.nation is Nation.NORTHERN_IRELAND else None
        rows = (row for row in self._policies if row.regime is case.regime and row.nation is nation)
        return dates.on_day(rows, case.began_on)


def _line(policy: Policy, case: Case) -> Decimal | None:
    return dict(policy.lines).get(case.category or "") if policy.lines else policy.minimum_value


def _exemption(policy: Policy, case: Case, *, above: bool | None) -> str | None:
    """Why a policy in force leaves this procurement out."""
    if policy.exempts_defence and case.is_defence:
        return f"{policy.code} leaves out defence and security contracts"
    if above is False:
        return f"{policy.code} binds no contract below threshold"
    line = _line(policy, case)
    if policy.lines and line is None and case.category is not None:
        return f"{policy.code} binds services and works only"
    if line is not None and case.gross is not None and case.gross < line:
        return f"{policy.code} binds from £{line:,.0f}"
    return None


def _doubt(policy: Policy, case: Case, *, above: bool | None) -> str | None:
    """Why it can't be told whether a policy in force binds this procurement."""
    by_value = bool(policy.lines or policy.minimum_value)
    unnamed = f"the buyer declares itself central government, but {policy.code} names only {policy.binds}"
    doubts = (
        (case.authority is AuthorityKind.UNKNOWN, "the notice doesn't say what kind of body buys"),
        (NOT_NAMED_BY_THE_NOTES.search(case.buyer_name) is not None, unnamed),
        (above is None, "it can't be told whether the contract is above threshold"),
        (by_value and case.gross is None, f"{policy.code} binds from a value, and none is published"),
        (bool(policy.lines) and case.category is None, f"{policy.code} binds services and works only"),
        (case.is_defence, f"it is not confirmed whether {policy.code} binds defence and security contracts"),
    )
    return next((reason for holds, reason in doubts if holds), None)
