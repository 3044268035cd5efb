"""Signatures by which a receiver can tell that a message is ours, whole and fresh.

Each address has a secret of its own, made from the one in the settings and the address's key, so none is stored.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime

_PURPOSE = b"ethos webhook secret\0"  # so that the same secret used elsewhere makes nothing that passes here


def secret_of(master: str, key: str) -> str:
    """The secret of the address with this key: the same for ever, and of no use for another's."""
    digest = hmac.new(master.encode(), _PURPOSE + key.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def signature(secret: str, at: datetime, body: bytes) -> str:
    """What ``Ethos-Signature`` holds: the time, and an HMAC-SHA256 over that time, a full stop and the body."""
    stamp = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"
