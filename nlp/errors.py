"""What can go wrong in reading texts.

NlpError
├── BadPattern         a pattern file or taxonomy row that can't be used: names the file and the line
└── BadModel           the trained model is missing, or is not what its hash says
"""

from __future__ import annotations


class NlpError(Exception):
    """Root of all errors of reading texts."""


class BadPattern(NlpError):
    """A pattern or taxonomy row can't be used."""


class BadModel(NlpError):
    """The trained model is missing or is not what it claims."""
