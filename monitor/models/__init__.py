"""The tables, one module a family. Importing this package registers all of them."""

from monitor.models.collecting import ArchivedPage, ReleaseReceipt, Run, SetAsideRelease, WalkedWindow
from monitor.models.commitments import StoredCommitment, StoredReading
from monitor.models.joining import StoredJoin
from monitor.models.judging import (
    Flag,
    StoredFacts,
    StoredFinding,
    StoredInapplicable,
    StoredJudgement,
    StoredProcurement,
    StoredRule,
)
from monitor.models.notices import StoredNotice, StoredSegment
from monitor.models.telling import Address, Alert, Event, OutgoingMessage, Reader, Subscription
from monitor.models.tracing import StoredThread
from monitor.models.working import AnswerSeen, Concern, HostCircuit, HostGate, Lease, Proof, Watermark

__all__ = [
    "Address",
    "Alert",
    "AnswerSeen",
    "ArchivedPage",
    "Concern",
    "Event",
    "Flag",
    "HostCircuit",
    "HostGate",
    "Lease",
    "OutgoingMessage",
    "Proof",
    "Reader",
    "ReleaseReceipt",
    "Run",
    "SetAsideRelease",
    "StoredCommitment",
    "StoredFacts",
    "StoredFinding",
    "StoredInapplicable",
    "StoredJoin",
    "StoredJudgement",
    "StoredNotice",
    "StoredProcurement",
    "StoredReading",
    "StoredRule",
    "StoredSegment",
    "StoredThread",
    "Subscription",
    "WalkedWindow",
    "Watermark",
]
