"""The tables, one module a family. Importing this package registers all of them."""

from monitor.models.collecting import ArchivedPage, ReleaseReceipt, Run, SetAsideRelease, WalkedWindow
from monitor.models.commitments import StoredCommitment, StoredReading
from monitor.models.judging import Flag, StoredFinding, StoredProcurement
from monitor.models.notices import StoredNotice, StoredSegment
from monitor.models.telling import Alert, OutgoingMessage
from monitor.models.working import AnswerSeen, Concern, HostCircuit, HostGate, Lease, Proof, Watermark

__all__ = [
    "Alert",
    "AnswerSeen",
    "ArchivedPage",
    "Concern",
    "Flag",
    "HostCircuit",
    "HostGate",
    "Lease",
    "OutgoingMessage",
    "Proof",
    "ReleaseReceipt",
    "Run",
    "SetAsideRelease",
    "StoredCommitment",
    "StoredFinding",
    "StoredNotice",
    "StoredProcurement",
    "StoredReading",
    "StoredSegment",
    "WalkedWindow",
    "Watermark",
]
