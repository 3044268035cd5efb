"""What can go wrong in telling people. No message holds an address or a secret.

AlertError
├── DeliveryError      a channel could not deliver: ``lasting`` says whether trying again can help
├── BadChannel         a channel's settings can't work: names the key
└── BadAddress         an address that a reader gave can't be used: says what would do
    └── UnsafeAddress  it leads to where the public may not send us
"""

from __future__ import annotations


class AlertError(Exception):
    """Root of all errors of telling people."""


class DeliveryError(AlertError):
    """A channel could not deliver a message; ``lasting`` is true where trying again can't help.

    ``retry_after`` is how many seconds the receiver asks us to wait, if it does. ``of_address`` says that the
    address of this message is refused, and not whatever comes over this channel.
    """

    def __init__(
        self, message: str, *, lasting: bool = False, retry_after: float | None = None, of_address: bool = False
    ) -> None:
        super().__init__(message)
        self.lasting = lasting
        self.retry_after = retry_after
        self.of_address = of_address


class BadChannel(AlertError):
    """A channel's settings can't work."""


class BadAddress(AlertError):
    """An address that a reader gave can't be used; the words can be shown to them."""


class UnsafeAddress(BadAddress):
    """An address leads to where the public may not send us."""
