"""What an indicator is, what it may conclude, and the catalogue of them all.

An indicator raises a question and never an accusation: its reasons say what was published, not who did wrong.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, get_args, get_origin, get_type_hints

import monitor.indicators.catalogue as modules
from monitor.indicators.concerns import ANYTHING, Concern
from monitor.indicators.errors import BadIndicator
from monitor.law.citation import Citation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment

_MOST_TITLE_WORDS = 5
NOT_RULES = {
    "__init__", "cases", "differences", "errors", "intervals", "pages", "principles", "settings", "silence", "standing",
    "suspicion",
}  # fmt: skip
"""Modules beside this one that no conclusion rests on."""


class Kind(StrEnum):
    """What a raised finding rests on."""

    DUTY = "duty"
    POLICY = "policy"
    PRACTICE = "practice"


class Status(StrEnum):
    """The four conclusions."""

    RAISED = "raised"
    CLEAR = "clear"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words or a value at a JSON Pointer of a notice; with no quote, the place that was searched and found empty."""

    pointer: str
    quote: str | None = None
    notice_id: str | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What an indicator concludes on one procurement: a reason in one sentence, and what it rests on."""

    status: Status
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A conclusion with all that a reader needs to check it."""

    ocid: str
    notice_id: str
    indicator: str
    title: str
    status: Status
    kind: Kind
    reason: str
    evidence: tuple[Evidence, ...]
    legal_basis: tuple[str, ...]
    rules: str

    def line(self) -> dict[str, Any]:
        """The finding as a line of JSON of ``ethos assess``."""
        line = asdict(self)
        del line["title"]
        return {**line, "evidence": list(line["evidence"]), "legal_basis": "; ".join(self.legal_basis)}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or word of an indicator that settings may change."""

    name: str
    type: Any
    default: Any
    meaning: str


class Indicator(ABC):
    """A rule: one module of the catalogue declares one subclass, with all of the attributes below.

    Parameters are annotated attributes beside these: ``minimum_words: Annotated[int, "what it means"] = 8``.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    definition: ClassVar[str]
    kind: ClassVar[Kind]
    legal_basis: ClassVar[tuple[Citation, ...]]
    method: ClassVar[str]
    why: ClassVar[str]
    exclusions: ClassVar[tuple[str, ...]]
    honest_reasons: ClassVar[tuple[str, ...]]
    limits: ClassVar[tuple[str, ...]]
    themes: ClassVar[tuple[str, ...]] = ()
    concerns: ClassVar[Concern] = ANYTHING
    deadline: ClassVar[bool] = False
    """Whether it is raised by a day that passed without the notice that was due."""

    def __init__(self, **parameters: Any) -> None:
        known = {parameter.name for parameter in self.parameters()}
        for name, value in parameters.items():
            if name not in known:
                raise BadIndicator(f"indicator {self.code} has no parameter '{name}': it has {sorted(known) or 'none'}")
            setattr(self, name, value)

    @classmethod
    @cache
    def parameters(cls) -> tuple[Parameter, ...]:
        """What settings may change, in the order declared."""
        hints = get_type_hints(cls, include_extras=True)
        return tuple(
            Parameter(name=name, type=get_args(hint)[0], default=getattr(cls, name), meaning=get_args(hint)[1])
            for name, hint in hints.items()
            if get_origin(hint) is Annotated
        )

    @abstractmethod
    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude on a procurement, by the law in force when it began."""

    def conclude(self, procurement: Procurement, law: Law) -> Conclusion:
        """The same, without looking where no notice is of a type that it concerns."""
        known = self.concerns.meets(procurement.types)
        return self.assess(procurement, law) if known else not_applicable(self.concerns.without)


def raised(reason: str, *evidence: Evidence) -> Conclusion:
    """Conclude that there is something to ask about."""
    return Conclusion(Status.RAISED, reason, evidence)


def clear(reason: str, *evidence: Evidence) -> Conclusion:
    """Conclude that there is nothing to ask about."""
    return Conclusion(Status.CLEAR, reason, evidence)


def not_applicable(reason: str, *evidence: Evidence) -> Conclusion:
    """Conclude that the rule doesn't concern this procurement."""
    return Conclusion(Status.NOT_APPLICABLE, reason, evidence) if evidence else _inapplicable(reason)


@lru_cache(maxsize=4096)
def _inapplicable(reason: str) -> Conclusion:
    # Nine of ten conclusions are one of a few reasons: made once, they cost a look-up.
    return Conclusion(Status.NOT_APPLICABLE, reason)


def cannot_tell(reason: str, *evidence: Evidence) -> Conclusion:
    """Conclude that what is published doesn't decide."""
    return Conclusion(Status.CANNOT_TELL, reason, evidence)


def together(conclusions: Iterable[Conclusion], otherwise: Conclusion) -> Conclusion:
    """One conclusion of those on several contracts: the worst of them, with the evidence of all that agree with it.

    Raised outweighs cannot tell, which outweighs clear, which outweighs not applicable; ``otherwise`` is of none.
    """
    judged = list(conclusions)
    if len(judged) == 1:
        return judged[0]
    for status in (Status.RAISED, Status.CANNOT_TELL, Status.CLEAR, Status.NOT_APPLICABLE):
        same = [one for one in judged if one.status is status]
        if same:
            return Conclusion(status, same[0].reason, tuple(part for one in same for part in one.evidence))
    return otherwise


def raised_if(condition: bool, reason: str, *evidence: Evidence) -> Conclusion:  # noqa: FBT001 - reads as its name
    """Conclude raised or clear, for the same stated fact."""
    return raised(reason, *evidence) if condition else clear(reason, *evidence)


def quoted(commitment: Commitment) -> Evidence:
    """The words of a commitment as evidence."""
    return Evidence(commitment.pointer, commitment.quote, commitment.notice_id)


def notice_of(conclusion: Conclusion, procurement: Procurement) -> str:
    """The notice that a conclusion speaks of: the first that its evidence names, else the latest."""
    for part in conclusion.evidence:
        if part.notice_id:
            return part.notice_id
    return procurement.latest.id


def assess(procurement: Procurement, law: Law, indicators: tuple[Indicator, ...]) -> list[Finding]:
    """Every indicator's finding on a procurement, in their order; none where no notice was known on its day."""
    if not procurement.notices:
        return []
    rules = rules_version(indicators)
    return [_finding(indicator, indicator.conclude(procurement, law), procurement, rules) for indicator in indicators]


def _finding(indicator: Indicator, conclusion: Conclusion, procurement: Procurement, rules: str) -> Finding:
    return Finding(
        ocid=procurement.ocid,
        notice_id=notice_of(conclusion, procurement),
        indicator=indicator.code,
        title=indicator.title,
        status=conclusion.status,
        kind=indicator.kind,
        reason=conclusion.reason,
        evidence=conclusion.evidence,
        legal_basis=_basis(type(indicator)),
        rules=rules,
    )


@cache
def _basis(indicator: type[Indicator]) -> tuple[str, ...]:
    return tuple(str(citation) for citation in indicator.legal_basis)


@cache
def indicator_classes() -> tuple[type[Indicator], ...]:
    """The one class that each module of the catalogue declares, by code."""
    names = sorted(module.name for module in pkgutil.iter_modules(modules.__path__))
    return tuple(sorted((_declared(name) for name in names), key=lambda indicator: indicator.code))


def catalogue(overrides: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[Indicator, ...]:
    """All indicators by code, with the parameters that settings override (``{code: {parameter: value}}``)."""
    overrides = overrides or {}
    return tuple(indicator(**overrides.get(indicator.code, {})) for indicator in indicator_classes())


def module_name(indicator: type[Indicator]) -> str:
    """The module that a code and title call for: ``OP02`` "Contract details late" is ``op02_contract_details_late``."""
    return f"{indicator.code} {indicator.title}".lower().replace(" ", "_")


def _declared(name: str) -> type[Indicator]:
    module = importlib.import_module(f"{modules.__name__}.{name}")
    found = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Indicator) and member.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise BadIndicator(f"{module.__name__} declares {len(found)} indicators: give each module exactly one")
    indicator = found[0]
    camel = "".join(word.capitalize() for word in indicator.title.split())
    if module_name(indicator) != name or indicator.__name__ != camel:
        wanted = f"module '{module_name(indicator)}' and class '{camel}'"
        raise BadIndicator(f"{module.__name__}.{indicator.__name__} does not match its code and title: {wanted}")
    if len(indicator.title.split()) > _MOST_TITLE_WORDS or not re.fullmatch(r"[A-Z]{2}\d{2}", indicator.code):
        raise BadIndicator(f"{module.__name__} needs a code like 'SV01' and a title of at most five words")
    return indicator


@lru_cache(maxsize=8)
def rules_version(indicators: tuple[Indicator, ...] = ()) -> str:
    """A short hash of the rules: the code of indicators, tracing and law, and the parameters that settings changed."""
    digest = hashlib.sha256(_source_hash())
    for indicator in indicators:
        for parameter in indicator.parameters():
            value = getattr(indicator, parameter.name)
            if value != parameter.default:
                digest.update(f"{indicator.code}.{parameter.name}={value}".encode())
    return digest.hexdigest()[:12]


@cache
def _source_hash() -> bytes:
    here = Path(__file__).parent
    shared = sorted(file for file in here.glob("*.py") if file.stem not in NOT_RULES)
    files = [*shared, *sorted((here / "catalogue").glob("*.py"))]
    files += [*sorted((here.parent / "law").glob("*.py")), *sorted((here.parent / "tracing").glob("*.py"))]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.digest()
