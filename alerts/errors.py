"""What can go wrong in telling people. No message holds an address or a secret.

AlertError
├── DeliveryError      a channel could not deliver: ``lasting`` says whether trying again can help
└── BadChannel         a channel's settings can't work: names the key
"""

from __future__ import annotations


class AlertError(Exception):
    """Root of all errors of telling people."""


class DeliveryError(AlertError):
    """A channel could not deliver a message; ``lasting`` is true where trying again can't help."""

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.lasting = lasting


class BadChannel(AlertError):
    """A channel's settings can't work."""
